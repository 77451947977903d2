"""Boolean functions of any number of inputs."""

from pathlib import Path
from runpy import run_path
from types import SimpleNamespace

from testkit import number, weight

reference = SimpleNamespace(**run_path(str(Path(__file__).with_name("reference.py"))))


@number("6")
@weight(1)
def test_one_input(student):
    """The networks for the four functions of one input are right."""
    reference.judged(student, reference.functions(1), "functions of one input", "Its truth table has two entries.")


@number("7")
@weight(1)
def test_three_inputs(student):
    """The networks for all 256 functions of three inputs are right."""
    reference.judged(student, reference.functions(3), "functions of three inputs",
                     "The number of inputs follows from the length of the table.")


@number("8")
@weight(1)
def test_random_functions(student, rng):
    """The networks for random functions of four, five and six inputs are right."""
    tables = [reference.random_function(rng, inputs) for inputs in (4, 4, 4, 5, 5, 6)]
    reference.judged(student, tables, "random functions of many inputs",
                     "A construction that looks at the rows one by one works for any number of inputs.")


@number("9")
@weight(1)
def test_parity(student):
    """The networks for odd and even numbers of ones among many inputs are right."""
    tables = [reference.parity(inputs, flipped) for inputs in (3, 4, 6) for flipped in (0, 1)]
    reference.judged(student, tables, "odd and even numbers of ones",
                     "Here every input matters in every row: changing one input changes the output.")
