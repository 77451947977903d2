"""This is the result when the loop counts the places on the signal before it is padded: the last outputs keep their zeros. How
long is the signal that the kernel slides over?"""

FAILS = [
    "hidden/test_gradients.py::test_gradients_in_one_dimension",
    "hidden/test_outputs.py::test_conv1d_strides_and_padding",
    "hidden/test_outputs.py::test_conv1d_unusual_geometries",
    "public/test_worked_examples.py::test_second_worked_vector",
]


def conv1d(signal, kernel, stride=1, padding=0):
    padded = torch.cat([signal.new_zeros(padding), signal, signal.new_zeros(padding)])
    output = signal.new_zeros(conv_output_size(len(signal), len(kernel), stride, padding))
    for index, start in enumerate(range(0, len(signal) - len(kernel) + 1, stride)):
        output[index] = (padded[start : start + len(kernel)] * kernel).sum()
    return output
