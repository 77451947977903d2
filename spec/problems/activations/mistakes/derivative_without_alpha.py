"""This is the result when alpha gets lost in the derivative. A constant factor stays when you take a derivative."""

FAILS = [
    "hidden/test_outputs.py::test_elu_derivative",
    "hidden/test_outputs.py::test_elu_far_out",
    "public/test_worked_examples.py::test_worked_derivative",
]


def elu_derivative(x, alpha):
    return np.where(x < 0, np.exp(np.minimum(x, 0)), 1.0)
