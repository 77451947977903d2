import numpy as np

from testkit import check, number, weight


@number("1")
@weight(1)
def test_worked_walk(student):
    """The path on the parabola of the hand-out is right, step by step."""
    gradient_descent = student.module("src.gradient_descent").gradient_descent

    def gradient(x):
        check.shape(x, (1,), what="the argument of gradient")
        return 2 * (x - 3)

    path = gradient_descent(gradient, np.array([7.0]), 0.25, 3)
    check.shape(path, (4, 1), what="the path")
    check.equal(
        path,
        np.array([[7.0], [5.0], [4.0], [3.5]]),
        what="the path",
        hint="At 7 the gradient is 8: the function grows to the right. One step is a quarter of it. In which direction?",
    )


@number("2")
@weight(1)
def test_no_steps(student):
    """With no steps, the path is the starting point only."""
    gradient_descent = student.module("src.gradient_descent").gradient_descent
    path = gradient_descent(lambda x: x, np.array([1.0, -2.0]), 0.1, 0)
    check.equal(
        path, np.array([[1.0, -2.0]]), what="a path of no steps", hint="The starting point is part of the path."
    )
