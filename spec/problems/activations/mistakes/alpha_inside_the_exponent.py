"""This is the result when alpha multiplies x inside the exponential. Look again: what does alpha multiply in the
definition?"""

FAILS = [
    "hidden/test_outputs.py::test_elu",
    "hidden/test_outputs.py::test_elu_far_out",
    "public/test_worked_examples.py::test_worked_elu",
]


def elu(x, alpha):
    return np.where(x < 0, np.expm1(alpha * np.minimum(x, 0)), x)
