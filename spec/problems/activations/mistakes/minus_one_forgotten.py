"""This is the result without the "- 1": the function jumps at zero. What should its value be just below zero?"""

FAILS = [
    "hidden/test_outputs.py::test_elu",
    "hidden/test_outputs.py::test_elu_far_out",
    "public/test_worked_examples.py::test_worked_elu",
]


def elu(x, alpha):
    return np.where(x < 0, alpha * np.exp(np.minimum(x, 0)), x)
