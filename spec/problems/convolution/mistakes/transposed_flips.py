"""This is the result when conv_transpose1d flips the copies of the kernel. For the signal [1] of one element, the
output is the kernel itself."""

FAILS = [
    "hidden/test_gradients.py::test_gradients_in_one_dimension",
    "hidden/test_outputs.py::test_conv_transpose1d_step_by_step",
    "hidden/test_outputs.py::test_conv_transpose1d_strides_and_padding",
    "public/test_worked_examples.py::test_worked_transposed",
]


def conv_transpose1d(signal, kernel, stride=1, padding=0, right=conv_transpose1d):
    return right(signal, kernel.flip(0), stride, padding)
