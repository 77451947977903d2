"""This is the result when the last place is left out: the kernel may touch the end of the signal. Count the places of a
kernel of two on five elements."""

FAILS = [
    "hidden/test_gradients.py::test_gradients_in_one_dimension",
    "hidden/test_outputs.py::test_conv1d_step_by_step",
    "hidden/test_outputs.py::test_conv1d_strides_and_padding",
    "hidden/test_outputs.py::test_conv1d_unusual_geometries",
    "public/test_worked_examples.py::test_first_worked_vector",
    "public/test_worked_examples.py::test_second_worked_vector",
]


def conv1d(signal, kernel, stride=1, padding=0):
    padded = torch.cat([signal.new_zeros(padding), signal, signal.new_zeros(padding)])
    if len(padded) < len(kernel):
        raise ValueError("The kernel does not fit.")
    starts = range(0, len(padded) - len(kernel), stride)
    return torch.stack([(padded[start : start + len(kernel)] * kernel).sum() for start in starts])
