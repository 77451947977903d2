"""These are the right two matrices in the wrong order: the derivatives with respect to x come first. Which of x and y
can still appear in dz/dx?"""

FAILS = [
    "hidden/test_outputs.py::test_derivatives_by_x",
    "hidden/test_outputs.py::test_derivatives_by_y",
    "public/test_worked_examples.py::test_worked_jacobians",
]


def cross_correlation_jacobians(x, y, right=cross_correlation_jacobians):
    by_x, by_y = right(x, y)
    return by_y, by_x
