"""At exactly zero, the result is neither the slope from the left nor the slope from the right. A comparison with < on
one side and > on the other leaves zero out."""

FAILS = [
    "hidden/test_outputs.py::test_zero",
]


def elu_derivative(x, alpha):
    return alpha * np.exp(np.minimum(x, 0)) * (x < 0) + 1.0 * (x > 0)
