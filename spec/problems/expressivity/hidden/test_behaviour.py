"""What a network should not depend on, and what its making should leave alone."""

from pathlib import Path
from runpy import run_path
from types import SimpleNamespace

from testkit import check, number, weight
from testkit.probes import expressivity as judge

reference = SimpleNamespace(**run_path(str(Path(__file__).with_name("reference.py"))))


@number("10")
@weight(1)
def test_does_not_hang_on_rounding(student):
    """All functions of two inputs come out right, and rounding errors decide nothing in the networks."""
    make = student.module("src.perceptron").perceptron_network
    for truth in reference.functions(2):
        outputs, shaky = judge.table(judge.claimed(make(list(truth)), 2), 2)
        check.that(outputs == truth, "Only networks that compute their functions are looked at here; see the tests above.")
        check.that(shaky == [], f"Rounding decides whether a perceptron is on in {' and '.join(shaky)}.",
                   hint="0.1 + 0.2 - 0.3 is not quite zero on a computer. Put thresholds well between two sums.")


@number("11")
@weight(1)
def test_truth_table_stays(student):
    """Making a network leaves the truth table as it was, and two networks do not disturb each other."""
    make = student.module("src.perceptron").perceptron_network
    truth, other = [1, 0, 1, 1], [0, 1, 1, 0]
    first, changed = student.tools.call_keeping_inputs(make, truth)
    check.that(changed == [], "perceptron_network should leave its truth_table as it was.",
               hint="Lists that come in belong to someone else.")
    check.that(judge.table(judge.claimed(first, 2), 2)[0] == truth,
               "Only networks that compute their functions are looked at here; see the tests above.")
    make(other)
    for again, wanted in ((first, truth), (make([1, 0, 1, 1]), truth)):
        check.that(judge.table(judge.claimed(again, 2), 2)[0] == wanted,
                   "A network should not depend on which others were made before or after it.",
                   hint="Make new lists in every call.")
