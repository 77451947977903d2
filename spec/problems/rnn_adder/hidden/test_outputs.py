import torch

from testkit import check, number, weight
from testkit.probes import rnn_adder as judge


def judged(student, pairs, length, what, hint):
    """Check that the sums of all pairs are right under the student's weights."""
    adder = judge.claimed(student.module("src.rnn_adder").parameters())
    wrong, first = judge.wrong_sums(adder, pairs, length)
    check.that(
        wrong == 0,
        f"The network with your weights does not add {what} correctly: {wrong} of {len(pairs)} sums are wrong.",
        values=f"The first wrong one is {first}.",
        hint=judge.diagnosis(adder, hint),
    )


@number("3")
@weight(1)
def test_first_place(student):
    """The first output bit is right for each of the four pairs of first bits."""
    adder = judge.claimed(student.module("src.rnn_adder").parameters())
    pairs = [(0, 0), (0, 1), (1, 0), (1, 1)]
    output = judge.simulate(adder, judge.bits([a for a, _ in pairs], 1), judge.bits([b for _, b in pairs], 1))
    check.that(
        output[:, 0].tolist() == [0.0, 1.0, 1.0, 0.0],
        "The first output bit is wrong for some of the four pairs of first bits.",
        values=f"For 00, 01, 10, 11 it is {output[:, 0].astype(int).tolist()}.",
        hint=judge.diagnosis(adder, "Before the first place there is no carry: what does h_0 tell the hidden units there?"),
    )


@number("4")
@weight(1)
def test_sums_without_carry(student, rng):
    """The network adds pairs of numbers without a carry correctly."""
    pairs = [(0, 0), (1, 0), (0, 1)]
    for a, b in judge.random_pairs(rng, 60, 10):
        pairs.append((a, b & ~a))
    hint = "Without a carry, an output bit is on if exactly one of the two inputs is. Which units are on then?"
    judged(student, pairs, 11, "numbers that have no bit in common", hint)


@number("5")
@weight(1)
def test_all_short_sums(student):
    """The network adds all pairs of numbers of up to three bits correctly."""
    pairs = [(a, b) for a in range(8) for b in range(8)]
    hint = "There are eight cases at a place: two bits and a carry. For which of them is your network wrong?"
    judged(student, pairs, 4, "numbers of up to three bits", hint)


@number("6")
@weight(2)
def test_all_sums_of_six_bits(student):
    """The network adds all pairs of numbers of up to six bits correctly."""
    pairs = [(a, b) for a in range(64) for b in range(64)]
    hint = "A carry may come from a place that itself had a carry. What is then the sum of one and one?"
    judged(student, pairs, 7, "numbers of up to six bits", hint)


@number("7")
@weight(1)
def test_carries_run_far(student, rng):
    """A carry that runs through the whole number arrives, whatever the bits before and after it."""
    pairs = []
    for length in range(1, 40):
        ones = (1 << length) - 1
        shift = int(torch.randint(0, 5, (1,), generator=rng))
        pairs += [(ones, 1), (1, ones), (ones, ones), (ones << shift, 1 << shift)]
    hint = "The carry has to pass every place where exactly one of the two bits is on."
    judged(student, pairs, 48, "numbers with a long carry", hint)


@number("8")
@weight(1)
def test_long_random_sums(student, rng):
    """The network adds random numbers of hundreds of bits correctly."""
    pairs = [pair for length in (20, 100, 300) for pair in judge.random_pairs(rng, 20, length)]
    hint = "A network that is right at one place, with and without a carry, is right for any length."
    judged(student, pairs, 301, "long numbers", hint)
