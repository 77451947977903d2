"""This is the result when a later copy of the kernel overwrites an earlier one. What happens where copies overlap?"""

FAILS = [
    "hidden/test_gradients.py::test_gradients_in_one_dimension",
    "hidden/test_outputs.py::test_conv_transpose1d_step_by_step",
    "hidden/test_outputs.py::test_conv_transpose1d_strides_and_padding",
    "public/test_worked_examples.py::test_worked_transposed",
]


def conv_transpose1d(signal, kernel, stride=1, padding=0):
    length = (len(signal) - 1) * stride + len(kernel)
    if length <= 2 * padding:
        raise ValueError("Nothing is left.")
    total = signal.new_zeros(length)
    for index, value in enumerate(signal):
        total[index * stride : index * stride + len(kernel)] = value * kernel
    return total[padding : length - padding]
