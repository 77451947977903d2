import numpy as np

from testkit import check, number, weight


@number("1")
@weight(3)
def test_worked_layers(student):
    """forward gives the two layers of the hand-out."""
    forward = student.module("src.feed_forward").forward
    weights = [np.array([[1.0, 2.0], [0.0, -1.0], [2.0, 1.0]]), np.array([[1.0, 0.0, 1.0], [-1.0, 1.0, 0.0]])]
    biases = [np.array([0.0, 1.0, -1.0]), np.array([-5.0, 2.0])]
    layers = check.unpack(forward(np.array([1.0, 2.0]), weights, biases), 2, what="the list that forward returns")
    check.equal(
        layers[0],
        np.array([5.0, 0.0, 3.0]),
        what="the hidden layer",
        hint="Row i of the matrix belongs to unit i. After the products come the bias and ReLU.",
    )
    check.equal(
        layers[1],
        np.array([3.0, -3.0]),
        what="the logits",
        hint="The last layer has weights and biases like the others, but no ReLU: logits may be negative.",
    )


@number("2")
@weight(1)
def test_worked_probabilities(student):
    """softmax gives the probabilities of the hand-out."""
    softmax = student.module("src.feed_forward").softmax
    check.close(
        softmax(np.log([1.0, 2.0, 5.0])),
        np.array([0.125, 0.25, 0.625]),
        what="softmax of ln 1, ln 2 and ln 5",
        hint="The exponentials are 1, 2 and 5. By what do you divide them?",
    )


@number("3")
@weight(3)
def test_worked_losses(student):
    """The cross-entropy, the smoothed label and the smoothed loss of the hand-out are right."""
    network = student.module("src.feed_forward")
    logits = np.log([1.0, 2.0, 5.0])
    check.close(
        network.cross_entropy(logits, 1),
        1.3862943611198906,
        what="the cross-entropy",
        hint="Which of the three probabilities is that of class 1? Classes count from 0. Take the natural logarithm.",
    )
    check.close(
        network.smooth_labels(1, 3, 0.3),
        np.array([0.1, 0.8, 0.1]),
        what="the smoothed label",
        hint="All three classes get an equal part of the share.",
    )
    check.close(
        network.label_smoothed_cross_entropy(logits, 1, 0.3),
        1.3639800059884697,
        what="the smoothed cross-entropy",
        hint="There are three terms: each is a label times the logarithm of a probability.",
    )
