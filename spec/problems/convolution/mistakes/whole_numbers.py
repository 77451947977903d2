"""This is the result when the results are stored as integers: all decimals are lost. Which dtype has the tensor that
you write the sums into?"""

FAILS = [
    "hidden/test_behaviour.py::test_leaves_inputs_and_dtype_alone",
    "hidden/test_gradients.py::test_gradients_in_one_dimension",
    "hidden/test_outputs.py::test_conv1d_step_by_step",
    "hidden/test_outputs.py::test_conv1d_strides_and_padding",
    "hidden/test_outputs.py::test_conv1d_unusual_geometries",
    "public/test_worked_examples.py::test_first_worked_vector",
    "public/test_worked_examples.py::test_second_worked_vector",
]


def conv1d(signal, kernel, stride=1, padding=0):
    output = torch.zeros(conv_output_size(len(signal), len(kernel), stride, padding), dtype=torch.long)
    padded = torch.cat([signal.new_zeros(padding), signal, signal.new_zeros(padding)])
    for place in range(len(output)):
        output[place] = (padded[place * stride : place * stride + len(kernel)] * kernel).sum()
    return output
