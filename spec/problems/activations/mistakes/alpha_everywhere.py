"""This multiplies both sides of zero by alpha. SELU does so with its scale; ELU leaves positive numbers unchanged."""

FAILS = [
    "hidden/test_outputs.py::test_elu",
    "hidden/test_outputs.py::test_elu_far_out",
    "public/test_worked_examples.py::test_worked_elu",
]


def elu(x, alpha):
    return alpha * np.where(x < 0, np.expm1(np.minimum(x, 0)), x)
