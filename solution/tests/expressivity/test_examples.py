"""The two examples of the hand-out."""

from testkit import check, number, weight
from testkit.probes import expressivity as judge


@number("1")
@weight(1)
def test_and(student):
    """The network for AND, which needs one perceptron only, gives 1 for (1, 1) alone."""
    network = judge.claimed(student.module("src.perceptron").perceptron_network([0, 0, 0, 1]), 2)
    check.equal(judge.table(network, 2)[0], [0, 0, 0, 1], what="the outputs for (0, 0), (0, 1), (1, 0), (1, 1)",
                hint="Follow each of the four inputs through your weights with a pencil.")


@number("2")
@weight(1)
def test_first_input_without_the_second(student):
    """The network for "the first input and not the second" gives 1 for (1, 0) alone."""
    network = judge.claimed(student.module("src.perceptron").perceptron_network([0, 0, 1, 0]), 2)
    check.equal(judge.table(network, 2)[0], [0, 0, 1, 0], what="the outputs for (0, 0), (0, 1), (1, 0), (1, 1)",
                hint="Entry number 2 of a truth table is for 10 in binary: the first input is 1, the second is 0.")
