"""elu(x) + alpha is the derivative below zero only. What is the slope of x itself?"""

FAILS = [
    "hidden/test_outputs.py::test_elu_derivative",
    "hidden/test_outputs.py::test_elu_far_out",
    "public/test_worked_examples.py::test_worked_derivative",
]


def elu_derivative(x, alpha):
    return elu(x, alpha) + alpha
