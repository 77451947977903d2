"""This is the result when a kernel that does not fit gives an empty output, or a size of zero or less. The caller then
does not learn what went wrong; raise a ValueError."""

FAILS = [
    "hidden/test_behaviour.py::test_refuses_what_does_not_fit",
]


def conv_output_size(size, kernel, stride=1, padding=0, dilation=1):
    return (size + 2 * padding - dilation * (kernel - 1) - 1) // stride + 1


def conv1d(signal, kernel, stride=1, padding=0):
    padded = torch.cat([signal.new_zeros(padding), signal, signal.new_zeros(padding)])
    starts = range(0, len(padded) - len(kernel) + 1, stride)
    sums = [(padded[start : start + len(kernel)] * kernel).sum() for start in starts]
    return torch.stack(sums) if sums else signal.new_zeros(0)
