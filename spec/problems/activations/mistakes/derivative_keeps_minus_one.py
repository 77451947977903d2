"""This is the result when the constant stays in the derivative. What is the derivative of "- 1"?"""

FAILS = [
    "hidden/test_outputs.py::test_elu_derivative",
    "hidden/test_outputs.py::test_elu_far_out",
    "public/test_worked_examples.py::test_worked_derivative",
]


def elu_derivative(x, alpha):
    return np.where(x < 0, alpha * np.expm1(np.minimum(x, 0)), 1.0)
