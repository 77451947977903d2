import numpy as np

from testkit import check, number, weight


@number("1")
@weight(1)
def test_worked_walk(student):
    """The walk on a parabola that is worked in the hand-out comes out step by step."""
    gradient_descent = student.module("src.gradient_descent").gradient_descent

    def gradient(x):
        check.shape(x, (1,), what="what gradient is asked for")
        return 2 * (x - 3)

    path = gradient_descent(gradient, np.array([7.0]), 0.25, 3)
    check.equal(
        path,
        np.array([[7.0], [5.0], [4.0], [3.5]]),
        what="the walk",
        hint="At 7 the gradient is 8: the function grows to the right. A quarter of it is one step. To which side?",
    )


@number("2")
@weight(1)
def test_no_steps(student):
    """With no steps the walk is where it began."""
    gradient_descent = student.module("src.gradient_descent").gradient_descent
    path = gradient_descent(lambda x: x, np.array([1.0, -2.0]), 0.1, 0)
    check.equal(
        path, np.array([[1.0, -2.0]]), what="a walk of no steps", hint="The starting point is part of the walk."
    )
