"""This derivative stops half-way. The inner function has a derivative too, and the two are multiplied."""

FAILS = [
    "hidden/test_outputs.py::test_choices_far_out",
    "hidden/test_outputs.py::test_second_choice",
]


def second_choice_derivative(x):
    gate = np.tanh(np.logaddexp(0, x))
    return gate + x * (1 - gate**2)
