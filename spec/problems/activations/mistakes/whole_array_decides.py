"""This chooses one side for all numbers together. Each number needs its own choice."""

FAILS = [
    "hidden/test_outputs.py::test_elu",
    "hidden/test_outputs.py::test_elu_far_out",
    "public/test_worked_examples.py::test_worked_elu",
]


def elu(x, alpha):
    return np.asarray(x) if np.all(x >= 0) else alpha * np.expm1(np.minimum(x, 0))
