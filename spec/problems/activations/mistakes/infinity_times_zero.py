"""This is right for small numbers. For large ones, exp overflows in the part that a mask of zeros should remove, and
infinity times zero is not a number."""

FAILS = [
    "hidden/test_outputs.py::test_elu_far_out",
]


def elu(x, alpha):
    with np.errstate(over="ignore", invalid="ignore"):
        return x * (x >= 0) + alpha * (np.exp(x) - 1) * (x < 0)
