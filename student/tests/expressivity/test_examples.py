"""The two examples of the hand-out."""

from testkit import check, number, weight
from testkit.probes import expressivity as judge


@number("1")
@weight(1)
def test_and(student):
    """The network for AND, which needs only one perceptron, gives 1 for (1, 1) only."""
    network = judge.claimed(student.module("src.perceptron").perceptron_network([0, 0, 0, 1]), 2)
    check.equal(judge.table(network, 2)[0], [0, 0, 0, 1], what="the outputs for (0, 0), (0, 1), (1, 0), (1, 1)",
                hint="Compute the output for each of the four inputs on paper.")


@number("2")
@weight(1)
def test_first_input_without_the_second(student):
    """The network for "the first input and not the second" gives 1 for (1, 0) only."""
    network = judge.claimed(student.module("src.perceptron").perceptron_network([0, 0, 1, 0]), 2)
    check.equal(judge.table(network, 2)[0], [0, 0, 1, 0], what="the outputs for (0, 0), (0, 1), (1, 0), (1, 1)",
                hint="Entry 2 of a truth table is for 10 in binary: the first input is 1, the second is 0.")
