"""This derives the gate and forgets that x multiplies it: a product has a rule of its own."""

FAILS = [
    "hidden/test_outputs.py::test_choices_far_out",
    "hidden/test_outputs.py::test_first_choice",
]


def first_choice_derivative(x):
    gate = _sigmoid(x)
    return gate * (1 - gate)
