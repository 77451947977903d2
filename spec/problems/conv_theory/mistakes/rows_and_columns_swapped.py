"""Rows and columns are exchanged: row k belongs to z[k]. One of the two matrices is symmetric and hides this; look at
the other one."""

FAILS = [
    "hidden/test_outputs.py::test_derivatives_by_y",
    "public/test_worked_examples.py::test_worked_jacobians",
]


def cross_correlation_jacobians(x, y, right=cross_correlation_jacobians):
    by_x, by_y = right(x, y)
    return by_x.T, by_y.T
