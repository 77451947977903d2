"""This is what comes out when alpha multiplies x inside the exponential. It multiplies the difference outside."""

FAILS = [
    "hidden/test_outputs.py::test_elu",
    "hidden/test_outputs.py::test_elu_far_out",
    "public/test_worked_examples.py::test_worked_elu",
]


def elu(x, alpha):
    return np.where(x < 0, np.expm1(alpha * np.minimum(x, 0)), x)
