"""This takes the derivative of the gate only and forgets the factor x. Which rule gives the derivative of a product?"""

FAILS = [
    "hidden/test_outputs.py::test_choices_far_out",
    "hidden/test_outputs.py::test_first_choice",
]


def first_choice_derivative(x):
    gate = _sigmoid(x)
    return gate * (1 - gate)
