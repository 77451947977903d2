"""Boolean functions of any number of inputs."""

from pathlib import Path
from runpy import run_path
from types import SimpleNamespace

from testkit import number, weight

reference = SimpleNamespace(**run_path(str(Path(__file__).with_name("reference.py"))))


@number("6")
@weight(1)
def test_one_input(student):
    """The four functions of a single input come out right."""
    reference.judged(student, reference.functions(1), "functions of one input", "Its truth table has two entries.")


@number("7")
@weight(1)
def test_three_inputs(student):
    """All 256 functions of three inputs come out right."""
    reference.judged(student, reference.functions(3), "functions of three inputs",
                     "How many inputs there are follows from the length of the table.")


@number("8")
@weight(1)
def test_random_functions(student, rng):
    """Random functions of four, five and six inputs come out right."""
    tables = [reference.random_function(rng, inputs) for inputs in (4, 4, 4, 5, 5, 6)]
    reference.judged(student, tables, "random functions of many inputs",
                     "A construction that looks at the rows one by one works for any number of inputs.")


@number("9")
@weight(1)
def test_parity(student):
    """Whether the number of ones among many inputs is odd, or even, comes out right."""
    tables = [reference.parity(inputs, flipped) for inputs in (3, 4, 6) for flipped in (0, 1)]
    reference.judged(student, tables, "odd and even numbers of ones",
                     "Here every input matters in every row: changing any one of them changes the output.")
