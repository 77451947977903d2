"""The two choices are the same function."""

FAILS = [
    "hidden/test_outputs.py::test_second_choice",
    "public/test_worked_examples.py::test_choices_answer",
]


def second_choice(x):
    return first_choice(x)


def second_choice_derivative(x):
    return first_choice_derivative(x)
