"""This is the result when x and y are exchanged, or when y moves to the right. With which element of y does z[1]
multiply x[0]?"""

FAILS = [
    "hidden/test_outputs.py::test_cross_correlation",
    "public/test_worked_examples.py::test_worked_signals",
]


def circular_cross_correlation(x, y):
    n = len(x)
    return torch.stack([sum(x[i] * y[(i - k) % n] for i in range(n)) for k in range(n)])
