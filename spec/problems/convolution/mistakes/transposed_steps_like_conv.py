"""This is the result when a stride makes the output of conv_transpose1d shorter, as in conv1d. What does the stride do
to the copies of the kernel here?"""

FAILS = [
    "hidden/test_gradients.py::test_gradients_in_one_dimension",
    "hidden/test_outputs.py::test_conv_transpose1d_strides_and_padding",
    "public/test_worked_examples.py::test_worked_transposed",
]


def conv_transpose1d(signal, kernel, stride=1, padding=0, right=conv_transpose1d):
    return right(signal, kernel, 1, padding)[::stride]
