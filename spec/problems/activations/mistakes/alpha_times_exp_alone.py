"""This is the result when alpha multiplies the exponential only, and the 1 is subtracted afterwards. What
does alpha stand before in the definition?"""

FAILS = [
    "hidden/test_outputs.py::test_elu",
    "hidden/test_outputs.py::test_elu_far_out",
    "public/test_worked_examples.py::test_worked_elu",
]


def elu(x, alpha):
    return np.where(x < 0, alpha * np.exp(np.minimum(x, 0)) - 1, x)
