"""What a network must not depend on, and what perceptron_network must not change."""

from pathlib import Path
from runpy import run_path
from types import SimpleNamespace

from testkit import check, controls, number, weight
from testkit.probes import expressivity as judge

reference = SimpleNamespace(**run_path(str(Path(__file__).with_name("reference.py"))))


@number("10")
@weight(1)
def test_does_not_hang_on_rounding(student):
    """The networks for all functions of two inputs are right, and no rounding error decides an output."""
    make = student.module("src.perceptron").perceptron_network
    for truth in reference.functions(2):
        outputs, shaky = judge.table(judge.claimed(make(list(truth)), 2), 2)
        check.that(outputs == truth, "This test needs networks that compute their functions; see the tests above.")
        check.that(shaky == [], f"Rounding decides whether a perceptron is on, first in {shaky[0] if shaky else None}.",
                   hint="0.1 + 0.2 - 0.3 is not exactly zero on a computer. Put thresholds well between two sums.")


@number("11")
@weight(1)
def test_truth_table_stays(student, rng):
    """perceptron_network does not change the truth table, and two networks are independent."""
    make = student.module("src.perceptron").perceptron_network
    truth, other = [1, 0, 1, 1], [0, 1, 1, 0]
    first, changed = controls.call_keeping_inputs(student, rng, make, truth)
    check.that(changed == [], "perceptron_network should not change its truth_table.",
               hint="The caller may still need the list. Do not write into it.")
    check.that(judge.table(judge.claimed(first, 2), 2)[0] == truth,
               "This test needs networks that compute their functions; see the tests above.")
    make(other)
    for again, wanted in ((first, truth), (make([1, 0, 1, 1]), truth)):
        check.that(judge.table(judge.claimed(again, 2), 2)[0] == wanted,
                   "A network should not depend on the networks created before or after it.",
                   hint="Create new lists in every call.")
