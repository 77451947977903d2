"""At zero itself the result is neither the slope from the left nor the one from the right; comparing with < on one
side and > on the other leaves a gap."""

FAILS = [
    "hidden/test_outputs.py::test_zero",
]


def elu_derivative(x, alpha):
    return alpha * np.exp(np.minimum(x, 0)) * (x < 0) + 1.0 * (x > 0)
