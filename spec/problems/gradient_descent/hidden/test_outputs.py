import numpy as np
import torch

from testkit import check, number, weight


def normal(rng, *shape):
    return torch.randn(*shape, generator=rng, dtype=torch.float64).numpy()


def bowl(rng, n):
    """Draw a random quadratic bowl: its curvatures, their directions, its minimum, and a starting point.

    The curvatures lie between 0.5 and 4, the first of them below 1. The start is at least 1 from the minimum in every
    direction, so that no gradient comes near zero before the path ends.
    """
    directions, _ = np.linalg.qr(normal(rng, n, n))
    curvatures = 0.5 + 3.5 * torch.rand(n, generator=rng, dtype=torch.float64).numpy()
    curvatures[0] = 0.5 + (curvatures[0] - 0.5) / 7
    lowest, distance = normal(rng, n), normal(rng, n)
    return directions, curvatures, lowest, lowest + directions @ (distance + np.copysign(1, distance))


def path_in(directions, curvatures, lowest, x0, learning_rate, steps):
    """Return the path in closed form: along each direction, each step multiplies the distance to the minimum by one factor."""
    distance = directions.T @ (x0 - lowest)
    factors = 1 - learning_rate * curvatures
    return np.stack([lowest + directions @ (factors**step * distance) for step in range(steps + 1)])


@number("3")
@weight(3)
def test_walks_in_bowls(student, rng):
    """The whole path is right in random bowls of several dimensions, for several learning rates, in float64 and float32."""
    gradient_descent = student.module("src.gradient_descent").gradient_descent
    for n, learning_rate, steps in [(1, 0.3, 5), (2, 0.1, 40), (5, 0.05, 25), (3, 0.45, 12)]:
        directions, curvatures, lowest, x0 = bowl(rng, n)
        matrix = directions @ np.diag(curvatures) @ directions.T

        def gradient(x, matrix=matrix, lowest=lowest):
            check.shape(x, lowest.shape, what="the argument of gradient")
            return matrix @ (x - lowest)

        path = gradient_descent(gradient, x0.copy(), learning_rate, steps)
        check.shape(path, (steps + 1, n), what="the path")
        check.close(
            path,
            path_in(directions, curvatures, lowest, x0, learning_rate, steps),
            what="the path",
            hint="Each step starts at the end of the previous one, and uses the gradient there.",
        )
    x0, lowest = normal(rng, 3).astype(np.float32), normal(rng, 3).astype(np.float32)
    path = gradient_descent(lambda x: (x - lowest).astype(np.float32), x0.copy(), 0.25, 10)
    expected = path_in(np.eye(3), np.ones(3), lowest.astype(np.float64), x0.astype(np.float64), 0.25, 10)
    # each of ten steps rounds numbers up to about 4 to float32, and shrinks earlier errors
    check.close(path, expected, what="the path in float32", rtol=1e-5, atol=1e-5)


@number("4")
@weight(1)
def test_walk_that_runs_away(student, rng):
    """With too large a learning rate the path diverges, and is still right."""
    gradient_descent = student.module("src.gradient_descent").gradient_descent
    directions, curvatures, lowest, x0 = bowl(rng, 2)
    curvatures = curvatures + 2
    matrix = directions @ np.diag(curvatures) @ directions.T

    def gradient(x):
        check.shape(x, (2,), what="the argument of gradient")
        return matrix @ (x - lowest)

    path = gradient_descent(gradient, x0.copy(), 1.5, 12)
    check.shape(path, (13, 2), what="the path")
    expected = path_in(directions, curvatures, lowest, x0, 1.5, 12)
    check.close(
        path,
        expected,
        rtol=0,
        atol=1e-9 * float(np.abs(expected).max()),  # rounding grows with the path, so the tolerance follows its largest distance
        what="the path",
        hint="If the other paths are right: do not shorten, clip or stop any step, however far it goes.",
    )


@number("5")
@weight(2)
def test_walk_on_a_curved_function(student, rng):
    """The path is right on a function whose slope changes everywhere, for arrays with several axes."""
    gradient_descent = student.module("src.gradient_descent").gradient_descent
    for shape in [(2, 3), (4,), (1, 1)]:
        x0 = normal(rng, *shape)

        def gradient(x, shape=shape):
            check.shape(x, shape, what="the argument of gradient")
            return np.sinh(x) / np.cosh(x) + 0.5 * x

        position, expected = torch.from_numpy(x0.copy()), [x0.copy()]
        for _ in range(10):
            position = position.detach().requires_grad_()
            (torch.log(torch.cosh(position)) + 0.25 * position**2).sum().backward()
            position = position.detach() - 0.2 * position.grad
            expected.append(position.numpy().copy())
        path = gradient_descent(gradient, x0.copy(), 0.2, 10)
        check.shape(path, (11, *shape), what="the path")
        check.close(path, np.stack(expected), what="the path", hint="Do you compute the gradient again at every point?")


@number("8")
@weight(1)
def test_walk_onto_a_plateau(student, rng):
    """The path has a row for every step, also on a plateau, where the gradient is zero."""
    gradient_descent = student.module("src.gradient_descent").gradient_descent
    slope = 1 + torch.rand(2, generator=rng, dtype=torch.float64).numpy()
    x0 = 0.9 * slope  # on the plateau after three steps of 0.4 times the slope

    def gradient(x):
        check.shape(x, (2,), what="the argument of gradient")
        return np.where(x > 0, slope, 0.0)

    steps = 8
    path = gradient_descent(gradient, x0.copy(), 0.4, steps)
    check.shape(path, (steps + 1, 2), what="the path")
    expected = np.stack([x0 - 0.4 * min(step, 3) * slope for step in range(steps + 1)])
    check.close(path, expected, what="the path onto a plateau")
