import numpy as np

from testkit import check, number, weight
from testkit.probes import backprop as judge


def example():
    """Return the network of the hand-out; its probabilities are 1/2, 1/4 and 1/4."""
    x = np.array([2.0, -1.0])
    parameters = {
        "W1": np.array([[1.0, 0.0], [0.0, 1.0], [1.0, 1.0]]),
        "b1": np.array([-1.0, 0.0, 1.0]),
        "W2": np.array([[1.0, 3.0, 0.0], [1.0, 0.0, 0.5], [0.0, 1.0, 0.5]]),
        "b2": np.array([np.log(2.0), -1.0, 0.0]),
    }
    return x, parameters


@number("1")
@weight(4)
def test_worked_derivatives_of_the_second_layer(student):
    """gradients gives the hand-out's loss and derivatives with respect to h2, W2 and b2."""
    x, parameters = example()
    found = student.module("src.backprop").gradients(x, 2, parameters)
    expected = {
        "loss": float(np.log(4.0)),
        "h2": np.array([0.5, 0.25, -0.75]),
        "W2": np.array([[0.5, 0.0, 1.0], [0.25, 0.0, 0.5], [-0.75, 0.0, -1.5]]),
        "b2": np.array([0.5, 0.25, -0.75]),
    }
    judge.judged(found, expected, ("loss", "h2", "W2", "b2"))


@number("2")
@weight(4)
def test_worked_derivatives_of_the_first_layer(student):
    """gradients gives the hand-out's derivatives with respect to h1, h1_bar, W1 and b1."""
    x, parameters = example()
    found = student.module("src.backprop").gradients(x, 2, parameters)
    expected = {
        "h1": np.array([0.75, 0.75, -0.25]),
        "h1_bar": np.array([0.75, 0.0, -0.25]),
        "W1": np.array([[1.5, -0.75], [0.0, 0.0], [-0.5, 0.25]]),
        "b1": np.array([0.75, 0.0, -0.25]),
    }
    judge.judged(found, expected, ("h1", "h1_bar", "W1", "b1"))


@number("3")
@weight(3)
def test_worked_step(student):
    """sgd_step moves the two biases as in the hand-out."""
    parameters = {name: np.zeros(2) for name in judge.NAMES} | {"b2": np.array([1.0, -1.0])}
    slopes = {name: np.zeros(2) for name in judge.NAMES} | {"b2": np.array([0.5, 2.0]), "loss": 1.0}
    updated = check.keys(
        student.module("src.backprop").sgd_step(parameters, slopes, 0.1), judge.NAMES, what="what sgd_step returns"
    )
    check.close(
        updated["b2"],
        np.array([0.95, -1.2]),
        what="the updated b2",
        hint="The gradient points in the direction in which the loss grows. In which direction should the step go?",
    )
