from testkit import check, number, weight
from testkit.probes import rnn_adder as judge


@number("9")
@weight(1)
def test_does_not_hang_on_rounding(student):
    """It adds right, and no unit is on or off by a rounding error, or only for one order of addition."""
    adder = judge.claimed(student.module("src.rnn_adder").parameters())
    wrong, _ = judge.wrong_sums(adder, [(a, b) for a in range(8) for b in range(8)], 4)
    check.that(wrong == 0, "Only a network that adds right is looked at here; see the sums of up to three bits.")
    shaky = judge.hangs_on_rounding(adder)
    check.that(
        shaky == [],
        f"Rounding decides whether {' and '.join(shaky)} can be on.",
        hint="0.1 + 0.2 - 0.3 is not quite zero on a computer. Put thresholds well between two sums.",
    )
