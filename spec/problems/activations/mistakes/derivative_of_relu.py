"""This is the derivative of ReLU. Below zero, ELU still has a slope: that is its purpose."""

FAILS = [
    "hidden/test_outputs.py::test_elu_derivative",
    "hidden/test_outputs.py::test_elu_far_out",
    "public/test_worked_examples.py::test_worked_derivative",
]


def elu_derivative(x, alpha):
    return np.where(x < 0, 0.0, 1.0)
