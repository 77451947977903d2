"""This is right for small numbers. For large ones, exp overflows before the logarithm is taken."""

FAILS = [
    "hidden/test_outputs.py::test_choices_far_out",
]


def second_choice(x):
    with np.errstate(over="ignore"):
        return x * np.tanh(np.log(1 + np.exp(x)))


def second_choice_derivative(x):
    with np.errstate(over="ignore", invalid="ignore"):
        gate = np.tanh(np.log(1 + np.exp(x)))
        return gate + x * (1 - gate**2) * np.exp(x) / (1 + np.exp(x))
