import numpy as np
import torch

from testkit import check, number, weight
from testkit.probes import activations as judge


def normal(rng, *shape, scale=2.0):
    return (torch.randn(*shape, generator=rng, dtype=torch.float64) * scale).numpy()


def alphas(rng):
    return [1.0, 0.3, float(torch.rand((), generator=rng, dtype=torch.float64)) + 1.2]


def by_torch(x, alpha):
    """Return ELU and its derivative from torch."""
    leaf = torch.from_numpy(x.copy()).requires_grad_()
    value = torch.nn.functional.elu(leaf, alpha)
    value.sum().backward()
    return value.detach().numpy(), leaf.grad.numpy()


@number("4")
@weight(3)
def test_elu(student, rng):
    """elu is right on random arrays of any shape, for any alpha, in float64 and float32."""
    elu = student.module("src.activations").elu
    for alpha in alphas(rng):
        for shape in [(40,), (3, 5), (2, 1, 4), (1,)]:
            x = normal(rng, *shape)
            expected = by_torch(x, alpha)[0]
            check.close(
                elu(x, alpha),
                expected,
                what="elu",
                hint="Which formula is for which side of zero, and where does alpha stand?",
            )
    x = normal(rng, 30).astype(np.float32)
    expected = by_torch(x.astype(np.float64), 0.7)[0]
    check.close(elu(x, 0.7), expected, what="elu in float32", rtol=1e-5, atol=1e-6)


@number("5")
@weight(3)
def test_elu_derivative(student, rng):
    """elu_derivative is right on random arrays of any shape, for any alpha, in float64 and float32."""
    elu_derivative = student.module("src.activations").elu_derivative
    for alpha in alphas(rng):
        for shape in [(40,), (3, 5), (2, 1, 4), (1,)]:
            x = normal(rng, *shape)
            expected = by_torch(x, alpha)[1]
            check.close(
                elu_derivative(x, alpha),
                expected,
                what="the derivative of elu",
                hint="Compare it with (elu(x + h) - elu(x - h)) / (2 h) at a negative x, with an alpha other than 1.",
            )
    x = normal(rng, 30).astype(np.float32)
    expected = by_torch(x.astype(np.float64), 0.7)[1]
    check.close(elu_derivative(x, 0.7), expected, what="the derivative of elu in float32", rtol=1e-5, atol=1e-6)


@number("6")
@weight(1)
def test_elu_far_out(student, rng):
    """elu and its derivative are right for numbers as large as 10000, of either sign."""
    activations = student.module("src.activations")
    x = np.array([-1e4, -3e3, -750.0, 750.0, 3e3, 1e4]) * float(1 + 0.01 * torch.rand((), generator=rng))
    near = np.abs(normal(rng, 4)) + 0.1
    x = np.concatenate([x, near, -near])
    hint = ("If it is right near zero: exp(800) is infinite, and infinity times zero is not a number. For which x do you need "
            "exp at all?")
    for alpha in alphas(rng):
        value, slope = by_torch(x, alpha)
        check.close(activations.elu(x.copy(), alpha), value, what="elu of large numbers", hint=hint)
        check.close(
            activations.elu_derivative(x.copy(), alpha), slope, what="the derivative of elu at large numbers", hint=hint
        )


@number("7")
@weight(1)
def test_zero(student):
    """At exactly zero, elu is zero, and its derivative is one of the two one-sided derivatives."""
    activations = student.module("src.activations")
    for alpha in (0.5, 1.0, 2.5):
        check.close(activations.elu(np.zeros(2), alpha), np.zeros(2), what="elu of zero")
        slope = activations.elu_derivative(np.zeros(2), alpha)
        check.shape(slope, (2,), what="the derivative of elu at zero")
        check.that(
            bool((np.isclose(slope, alpha) | np.isclose(slope, 1.0)).all()),
            "At zero, the derivative of elu should be its derivative from the left or from the right.",
            hint="On the right elu has the slope of x; on the left, the slope of alpha * exp(x).",
        )


def judge_choice(function, derivative, rng, name):
    """Check that a derivative is the slope of its own function wherever that is smooth."""
    x = np.sort(np.concatenate([normal(rng, 60), normal(rng, 60, scale=6.0)]))
    places = judge.around(x)
    values = function(places.flatten())
    check.shape(values, (places.size,), what=f"the result of {name}")
    slope, smooth = judge.slopes(np.asarray(values, dtype=np.float64).reshape(places.shape))
    check.that(
        bool(smooth.mean() > 0.8),
        f"{name} is not smooth at enough points, so its derivative cannot be checked.",
        hint="Does it compute float64 inputs in float64?",
    )
    given = derivative(x.copy())
    check.shape(given, x.shape, what=f"the result of {name}_derivative")
    check.close(
        np.asarray(given, dtype=np.float64)[smooth],
        slope[smooth],
        rtol=1e-6,
        atol=1e-6,
        what=f"{name}_derivative",
        hint="It should be the slope of your own function. Where do the two differ, at negative or at positive x?",
    )
    return x, np.asarray(function(x.copy()), dtype=np.float64)


def judge_novelty(x, values, name):
    """Check that a choice is neither linear nor one of the functions that the question excludes."""
    with np.errstate(over="ignore"):
        known = {
            "ReLU": np.maximum(x, 0),
            "sigmoid": 1 / (1 + np.exp(-x)),
            "tanh": np.tanh(x),
            "ELU": np.where(x < 0, np.expm1(np.minimum(x, 0)), x),
        }
    for other, theirs in known.items():
        check.that(not np.allclose(values, theirs, atol=1e-3), f"{name} is {other}, which the question excludes.")
    low = x < 0
    bend = np.expm1(x[low])
    alpha = float(values[low] @ bend / (bend @ bend))
    check.that(
        not (np.allclose(values[~low], x[~low], atol=1e-3) and np.allclose(values[low], alpha * bend, atol=1e-3)),
        f"{name} is ELU with another alpha, which the question excludes.",
    )
    line = np.polyval(np.polyfit(x, values, 1), x)
    check.that(
        not np.allclose(values, line, atol=1e-3),
        f"{name} is a straight line.",
        hint="A network of linear functions is linear, however deep it is.",
    )


@number("8")
@weight(12)
def test_first_choice(student, rng):
    """first_choice is none of the excluded functions, and first_choice_derivative is its slope."""
    activations = student.module("src.activations")
    x, values = judge_choice(activations.first_choice, activations.first_choice_derivative, rng, "first_choice")
    judge_novelty(x, values, "first_choice")


@number("9")
@weight(12)
def test_second_choice(student, rng):
    """second_choice is none of the excluded functions, and second_choice_derivative is its slope."""
    activations = student.module("src.activations")
    x, values = judge_choice(activations.second_choice, activations.second_choice_derivative, rng, "second_choice")
    judge_novelty(x, values, "second_choice")
    check.that(
        not np.allclose(values, activations.first_choice(x.copy()), atol=1e-3),
        "Your two choices are the same function.",
    )


@number("10")
@weight(2)
def test_choices_far_out(student):
    """Your choices and their derivatives are finite for numbers as large as 10000, of either sign."""
    activations = student.module("src.activations")
    x = np.array([-1e4, -800.0, -30.0, 30.0, 800.0, 1e4])
    hint = "Look for an exp of a large number, and for infinity divided by infinity or times zero."
    for name, function, derivative in [
        ("first_choice", activations.first_choice, activations.first_choice_derivative),
        ("second_choice", activations.second_choice, activations.second_choice_derivative),
    ]:
        for label, values in [(name, function(x.copy())), (f"{name}_derivative", derivative(x.copy()))]:
            check.shape(values, x.shape, what=f"the result of {label}")
            check.that(bool(np.isfinite(values).all()), f"{label} of large numbers should be finite.", hint=hint)
        slope = (function(x + 1e-3) - function(x - 1e-3)) / 2e-3
        check.close(derivative(x.copy()), slope, rtol=1e-3, atol=1e-3, what=f"{name}_derivative of large numbers",
                    hint="It should be the slope of your own function for large numbers too, also where you limit its input.")
