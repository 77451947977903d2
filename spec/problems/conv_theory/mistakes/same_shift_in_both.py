"""This is the result when the formula for x is reused for y with the letters exchanged. In z[k], y[i] is not multiplied
by x[i + k]: solve for the index of x."""

FAILS = [
    "hidden/test_outputs.py::test_derivatives_by_y",
    "public/test_worked_examples.py::test_worked_jacobians",
]


def cross_correlation_jacobians(x, y):
    n = len(x)
    k, i = torch.arange(n)[:, None], torch.arange(n)
    return y[(i + k) % n], x[(i + k) % n]
