from testkit import check, number, weight
from testkit.probes import rnn_adder as judge


@number("9")
@weight(1)
def test_does_not_hang_on_rounding(student):
    """The network adds correctly, and no unit depends on a rounding error or on the order of addition."""
    adder = judge.claimed(student.module("src.rnn_adder").parameters())
    wrong, _ = judge.wrong_sums(adder, [(a, b) for a in range(8) for b in range(8)], 4)
    check.that(wrong == 0, "This test needs a network that adds correctly; see the sums of up to three bits.")
    shaky = judge.hangs_on_rounding(adder)
    check.that(
        shaky == [],
        f"Rounding decides whether {' and '.join(shaky)} can be on.",
        hint="0.1 + 0.2 - 0.3 is not exactly zero on a computer. Put thresholds well between two sums.",
    )
