"""This is the result when y moves in the wrong direction in dz/dx. Which y multiplies x[0] in z[1]?"""

FAILS = [
    "hidden/test_outputs.py::test_derivatives_by_x",
    "public/test_worked_examples.py::test_worked_jacobians",
]


def cross_correlation_jacobians(x, y):
    n = len(x)
    k, i = torch.arange(n)[:, None], torch.arange(n)
    return y[(i - k) % n], x[(i - k) % n]
