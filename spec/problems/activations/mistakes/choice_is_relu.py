"""This is ReLU, which the question excludes. There are dozens of others, each with its paper."""

FAILS = [
    "hidden/test_outputs.py::test_first_choice",
]


def first_choice(x):
    return np.maximum(x, 0)


def first_choice_derivative(x):
    return (x > 0).astype(float)
