"""This is the result when the kernel is flipped before it slides, as in a mathematics or signals course. Look at the
definition in the hand-out again: which element of the kernel multiplies signal[0]?"""

FAILS = [
    "hidden/test_gradients.py::test_gradients_in_one_dimension",
    "hidden/test_outputs.py::test_conv1d_step_by_step",
    "hidden/test_outputs.py::test_conv1d_strides_and_padding",
    "hidden/test_outputs.py::test_conv1d_unusual_geometries",
    "public/test_worked_examples.py::test_second_worked_vector",
]


def conv1d(signal, kernel, stride=1, padding=0):
    kernel = kernel.flip(0)
    padded = torch.cat([signal.new_zeros(padding), signal, signal.new_zeros(padding)])
    starts = range(0, len(padded) - len(kernel) + 1, stride)
    if not starts:
        raise ValueError("The kernel does not fit.")
    return torch.stack([(padded[start : start + len(kernel)] * kernel).sum() for start in starts])
