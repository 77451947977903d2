"""Boolean functions of two inputs: the claimed weights, run on this side."""

from pathlib import Path
from runpy import run_path
from types import SimpleNamespace

from testkit import number, weight

reference = SimpleNamespace(**run_path(str(Path(__file__).with_name("reference.py"))))
CONSTANT = [[0, 0, 0, 0], [1, 1, 1, 1]]
UNEQUAL = [[0, 1, 1, 0], [1, 0, 0, 1]]


@number("3")
@weight(1)
def test_constant_functions(student):
    """The functions of two inputs that are always 0 and always 1 come out right."""
    reference.judged(student, CONSTANT, "functions that never change",
                     "What is left of your construction where no row of the table is 1, or every row?")


@number("4")
@weight(3)
def test_functions_of_one_line(student):
    """The twelve functions of two inputs that one perceptron could compute, and that change, come out right."""
    tables = [truth for truth in reference.functions(2) if truth not in CONSTANT + UNEQUAL]
    reference.judged(student, tables, "functions that a single line through the square can decide",
                     "Which entry of the table is for which inputs? And a perceptron is off where its sum is 0.")


@number("5")
@weight(3)
def test_unequal_and_equal(student):
    """Exclusive or and its opposite, which no single perceptron can compute, come out right."""
    reference.judged(student, UNEQUAL, "exclusive or and its opposite",
                     "No line parts the two corners of one diagonal from those of the other. What can two lines do?")
