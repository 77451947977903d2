"""This is the result when the zeros go to one end of the signal only. How much longer does padding=1 make the signal in
the second worked example?"""

FAILS = [
    "hidden/test_outputs.py::test_conv1d_strides_and_padding",
    "hidden/test_outputs.py::test_conv1d_unusual_geometries",
    "public/test_worked_examples.py::test_second_worked_vector",
]


def conv1d(signal, kernel, stride=1, padding=0):
    padded = torch.cat([signal.new_zeros(padding), signal])
    starts = range(0, len(padded) - len(kernel) + 1, stride)
    if not starts:
        raise ValueError("The kernel does not fit.")
    return torch.stack([(padded[start : start + len(kernel)] * kernel).sum() for start in starts])
