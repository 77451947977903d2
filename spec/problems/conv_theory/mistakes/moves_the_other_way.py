"""This is what comes out when x and y trade places, or when y moves to the right: z[1] pairs x[0] with y[1], not
with y[-1]."""

FAILS = [
    "hidden/test_outputs.py::test_cross_correlation",
    "public/test_worked_examples.py::test_worked_signals",
]


def circular_cross_correlation(x, y):
    n = len(x)
    return torch.stack([sum(x[i] * y[(i - k) % n] for i in range(n)) for k in range(n)])
