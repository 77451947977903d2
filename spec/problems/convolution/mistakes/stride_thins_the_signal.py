"""This is the result when the stride removes elements of the signal before the kernel is applied. The stride sets how
far the kernel moves; the elements under the kernel stay neighbours."""

FAILS = [
    "hidden/test_gradients.py::test_gradients_in_one_dimension",
    "hidden/test_outputs.py::test_conv1d_strides_and_padding",
    "hidden/test_outputs.py::test_conv1d_unusual_geometries",
]


def conv1d(signal, kernel, stride=1, padding=0):
    padded = torch.cat([signal.new_zeros(padding), signal, signal.new_zeros(padding)])
    if len(padded) < len(kernel):
        raise ValueError("The kernel does not fit.")
    thinned = padded[::stride]
    places = range(len(thinned) - len(kernel) + 1)
    return torch.stack([(thinned[place : place + len(kernel)] * kernel).sum() for place in places])
