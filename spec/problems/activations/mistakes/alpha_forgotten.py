"""This is the result for alpha = 1, whatever alpha is. Where does alpha stand in the definition?"""

FAILS = [
    "hidden/test_outputs.py::test_elu",
    "hidden/test_outputs.py::test_elu_far_out",
    "public/test_worked_examples.py::test_worked_elu",
]


def elu(x, alpha):
    return np.where(x < 0, np.expm1(np.minimum(x, 0)), x)
