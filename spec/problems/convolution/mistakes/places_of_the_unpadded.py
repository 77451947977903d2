"""This is the result when the places are counted on the signal before it is padded, so the last ones are left out. How long is
the signal that the kernel slides over?"""

FAILS = [
    "hidden/test_gradients.py::test_gradients_in_one_dimension",
    "hidden/test_outputs.py::test_conv1d_strides_and_padding",
    "hidden/test_outputs.py::test_conv1d_unusual_geometries",
    "public/test_worked_examples.py::test_second_worked_vector",
]


def conv1d(signal, kernel, stride=1, padding=0):
    padded = torch.cat([signal.new_zeros(padding), signal, signal.new_zeros(padding)])
    if len(kernel) > len(padded):
        raise ValueError("The kernel does not fit.")
    starts = range(0, len(signal) - len(kernel) + 1, stride)
    places = [(padded[start : start + len(kernel)] * kernel).sum() for start in starts]
    return torch.stack(places) if places else signal.new_zeros(0)
