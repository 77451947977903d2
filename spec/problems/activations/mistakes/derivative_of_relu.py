"""This is the derivative of ReLU: below zero, ELU goes on having a slope. That is what it was made for."""

FAILS = [
    "hidden/test_outputs.py::test_elu_derivative",
    "hidden/test_outputs.py::test_elu_far_out",
    "public/test_worked_examples.py::test_worked_derivative",
]


def elu_derivative(x, alpha):
    return np.where(x < 0, 0.0, 1.0)
