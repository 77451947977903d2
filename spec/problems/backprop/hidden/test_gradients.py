import numpy as np
import torch

from testkit import check, number, weight
from testkit.probes import backprop as judge

ONE = [(3, 4, 3), (2, 2, 2), (5, 7, 4), (1, 3, 2)]
BATCHES = [(4, (3, 5, 3)), (1, (2, 4, 3)), (3, (3, 3, 3)), (6, (4, 8, 5))]


def one_sample(student, rng, names):
    """Judge single samples, in networks of several sizes."""
    gradients = student.module("src.backprop").gradients
    for sizes in ONE:
        x, y, parameters = judge.draw(rng, 1, sizes)
        expected = judge.by_autograd(x, y, parameters)
        expected |= {name: expected[name][0] for name in ("h1_bar", "h1", "h2")}
        judge.judged(gradients(x[0].copy(), int(y[0]), parameters), expected, names)


def batches(student, rng, names):
    """Judge batches, also of one sample and of as many as there are units."""
    gradients = student.module("src.backprop").gradients
    for count, sizes in BATCHES:
        x, y, parameters = judge.draw(rng, count, sizes)
        expected = judge.by_autograd(x, y, parameters)
        judge.judged(gradients(x.copy(), y, parameters), expected, names)


@number("4")
@weight(6)
def test_loss(student, rng):
    """The loss of one sample is right."""
    one_sample(student, rng, ("loss",))


@number("5")
@weight(8)
def test_second_layer(student, rng):
    """For one sample, the derivatives with respect to h2, W2 and b2 are right."""
    one_sample(student, rng, ("h2", "W2", "b2"))


@number("6")
@weight(8)
def test_first_layer(student, rng):
    """For one sample, the derivatives with respect to h1, h1_bar, W1 and b1 are right."""
    one_sample(student, rng, ("h1", "h1_bar", "W1", "b1"))


@number("7")
@weight(5)
def test_batches(student, rng):
    """For a batch, the loss is a mean, and all its derivatives are right, in float64 and float32."""
    everything = ("loss", *judge.DERIVATIVES)
    batches(student, rng, everything)
    x, y, parameters = judge.draw(rng, 4, (3, 5, 3))
    x, parameters = x.astype(np.float32), {name: value.astype(np.float32) for name, value in parameters.items()}
    expected = judge.by_autograd(x, y, parameters)
    found = student.module("src.backprop").gradients(x.copy(), y, parameters)
    # sums of at most five products of numbers up to about 3: float32 errors stay below 5 * 10 * 6e-8
    judge.judged(found, expected, everything, rtol=1e-4, atol=1e-5)


@number("8")
@weight(2)
def test_derivatives_are_slopes_of_the_loss(student, rng):
    """A small move of all parameters along a random direction changes the loss as the derivatives predict."""
    gradients = student.module("src.backprop").gradients
    x, y, parameters = judge.draw(rng, 5, (4, 6, 3))
    found = check.keys(gradients(x.copy(), y, parameters), judge.NAMES, what="what gradients returns")
    for name, value in parameters.items():
        check.shape(found[name], value.shape, what=f"the derivative with respect to {name}")
    for _ in range(3):
        way = {n: torch.randn(v.shape, generator=rng, dtype=torch.float64).numpy() for n, v in parameters.items()}

        def loss(step, way=way):
            moved = {name: value + step * way[name] for name, value in parameters.items()}
            return judge.by_autograd(x, y, moved)["loss"]

        along = sum(float((way[name] * np.asarray(found[name], dtype=np.float64)).sum()) for name in parameters)
        check.close(
            along,
            judge.slope(loss),
            rtol=1e-6,
            atol=1e-8,
            what="the slope of the loss along a random direction",
            hint="Compare each derivative with (loss(w + h) - loss(w - h)) / (2 h) for one weight w at a time.",
        )


@number("9")
@weight(2)
def test_large_logits(student, rng):
    """Loss and derivatives are right for logits in the thousands, where the true class is the least likely."""
    gradients = student.module("src.backprop").gradients
    for sizes in [(3, 4, 3), (2, 3, 4)]:
        logits = np.zeros((3, 1))
        while logits.max(axis=1).min() < 1000:  # exp of every example's largest logit is beyond the largest float
            x, y, parameters = judge.draw(rng, 3, sizes)
            parameters["W2"] = parameters["W2"] * 3000
            parameters["b2"] = parameters["b2"] + 3000
            hidden = np.maximum(x @ parameters["W1"].T + parameters["b1"], 0)
            logits = hidden @ parameters["W2"].T + parameters["b2"]
        y = logits.argmin(axis=1)
        expected = judge.by_autograd(x, y, parameters)
        judge.judged(gradients(x.copy(), y, parameters), expected, ("loss", "h2", "W1", "b1"))
