from testkit import check, number, weight
from testkit.probes import rnn_adder as judge


@number("1")
@weight(1)
def test_parameters_have_their_shapes(student):
    """parameters() returns finite U, W, b_h, v, b_y and h_0 in the shapes of the hand-out."""
    judge.claimed(student.module("src.rnn_adder").parameters())


@number("2")
@weight(1)
def test_worked_sum(student):
    """The network adds 100111 and 110010, the example of the hand-out."""
    adder = judge.claimed(student.module("src.rnn_adder").parameters())
    length = 7
    output = judge.simulate(adder, judge.bits([0b100111], length), judge.bits([0b110010], length))[0]
    check.equal(
        output.astype(int).tolist(),
        [1, 0, 0, 1, 1, 0, 1],
        what="the sum of 100111 and 110010, least significant bit first,",
        hint="Work through it on paper, place by place: the two bits, the carry, and which of your three units are on.",
    )
