"""This is a circular convolution: y runs backwards. In a cross-correlation, i and the index of y grow together."""

FAILS = [
    "hidden/test_outputs.py::test_cross_correlation",
    "public/test_worked_examples.py::test_worked_signals",
]


def circular_cross_correlation(x, y):
    n = len(x)
    return torch.stack([sum(x[i] * y[(k - i) % n] for i in range(n)) for k in range(n)])
