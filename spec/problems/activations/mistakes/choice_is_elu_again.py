"""ELU with another alpha is still ELU. Which published function has another shape?"""

FAILS = ["hidden/test_outputs.py::test_first_choice"]


def first_choice(x):
    return np.where(x < 0, 0.5 * np.expm1(np.minimum(x, 0)), x)


def first_choice_derivative(x):
    return np.where(x < 0, 0.5 * np.exp(np.minimum(x, 0)), 1.0)
