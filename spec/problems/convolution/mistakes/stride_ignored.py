"""This is the result when the kernel stops at every place and ignores the stride. How far apart are two neighbouring
places?"""

FAILS = [
    "hidden/test_gradients.py::test_gradients_in_one_dimension",
    "hidden/test_outputs.py::test_conv1d_strides_and_padding",
    "hidden/test_outputs.py::test_conv1d_unusual_geometries",
]


def conv1d(signal, kernel, stride=1, padding=0):
    padded = torch.cat([signal.new_zeros(padding), signal, signal.new_zeros(padding)])
    starts = range(0, len(padded) - len(kernel) + 1)
    if not starts:
        raise ValueError("The kernel does not fit.")
    return torch.stack([(padded[start : start + len(kernel)] * kernel).sum() for start in starts])
