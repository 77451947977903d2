"""Boolean functions of two inputs: the student's weights, run here."""

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
    """The networks for the functions of two inputs that are always 0 or always 1 are right."""
    reference.judged(student, CONSTANT, "functions that never change",
                     "What does your construction give if no row of the table is 1, or if every row is?")


@number("4")
@weight(3)
def test_functions_of_one_line(student):
    """The networks for the twelve other functions of two inputs that one perceptron can compute are right."""
    tables = [truth for truth in reference.functions(2) if truth not in CONSTANT + UNEQUAL]
    reference.judged(student, tables, "functions that one line through the square can separate",
                     "Which entry of the table is for which inputs? And a perceptron is off if its sum is 0.")


@number("5")
@weight(3)
def test_unequal_and_equal(student):
    """The networks for exclusive or and its opposite, which need more than one perceptron, are right."""
    reference.judged(student, UNEQUAL, "exclusive or and its opposite",
                     "No line separates the two corners of one diagonal from those of the other. What can two lines do?")
