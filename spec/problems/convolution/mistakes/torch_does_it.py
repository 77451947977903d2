"""This calls torch's own convolution. The exercise is to write the sum yourself, with indexing, products and sums. Use
torch's convolution only in the two functions whose names end in _by_torch."""

FAILS = [
    "hidden/test_gradients.py::test_gradients_in_one_dimension",
    "hidden/test_outputs.py::test_conv1d_step_by_step",
    "hidden/test_outputs.py::test_conv1d_strides_and_padding",
    "hidden/test_outputs.py::test_conv1d_unusual_geometries",
    "public/test_worked_examples.py::test_first_worked_vector",
    "public/test_worked_examples.py::test_second_worked_vector",
]


def conv1d(signal, kernel, stride=1, padding=0):
    if len(kernel) > len(signal) + 2 * padding:
        raise ValueError("The kernel does not fit.")
    return nn.functional.conv1d(signal[None, None], kernel[None, None], stride=stride, padding=padding)[0, 0]
