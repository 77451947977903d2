"""How far a pixel may move: the ball around the given picture, and the valid range, to the last digit.

x + epsilon is rounded to the dtype before a pixel can be clamped to it, and a correct attack may compute it in the
picture's dtype or in float64. So the edge of the ball is the outer one of the two. Rounding is monotonic, so every
point of the true ball, rounded, lies inside. Not even one ulp beyond this edge is allowed.
"""

import torch

from testkit import check, number, weight
from testkit.probes import adversarial as trusted


def pictures(rng, dtype, low=0.0, high=1.0):
    """Return six pictures with pixels on and beside the edges of the range, at several magnitudes, and labels."""
    x = torch.rand(6, 3, 8, 8, generator=rng, dtype=torch.float64)
    x[0] *= 1e-3
    x[1] = 1 - x[1] * 1e-3
    edge = torch.rand(x.shape, generator=rng)
    x = torch.where(edge < 0.1, 0.0, torch.where(edge > 0.9, 1.0, x)) * (high - low) + low
    return x.to(dtype), torch.randint(5, (6,), generator=rng)


def judge(result, x, epsilon, low, high, what):
    check.tensor(result, what=what)
    check.shape(result, x.shape, what=what)
    check.that(
        result.dtype == x.dtype, f"{what[0].upper()}{what[1:]} should have the dtype of the batch, {str(x.dtype)[6:]}."
    )
    wide = x.double()
    bottom = torch.minimum(x - epsilon, (wide - epsilon).to(x.dtype))
    top = torch.maximum(x + epsilon, (wide + epsilon).to(x.dtype))
    outside = int(((result < bottom) | (result > top)).sum())
    check.that(
        outside == 0,
        f"In {what} {outside} of {x.numel()} pixels lie further than epsilon from their old values.",
        hint="Around which picture does the ball lie, and is every pixel clamped to it after every step?",
    )
    check.between(result, low, high, what=what, hint="Pictures stay in their valid range.")
    moved = (result.double() - wide).abs().amax()
    check.that(bool(moved > 0.9 * epsilon), f"In {what} no pixel moves as far as it can.")


def run(student, rng, name, low=0.0, high=1.0, valid=None, settings=(), options=()):
    attack = getattr(student.module("src.attacks"), name)
    probes = student.module("testkit.probes.adversarial")
    for dtype in ("float32", "float64"):
        seed = int(torch.randint(2**31, (), generator=rng))
        model = probes.victim(seed=seed, dtype=dtype)
        x, labels = pictures(rng, getattr(torch, dtype), low, high)
        if name == "fool":  # far from their targets, but for the first, which the model takes for its target from the start
            likely = trusted.victim(seed=seed, dtype=dtype).eval()(x).argsort(1)
            labels = torch.cat([likely[:1, -1], likely[1:, 1]])
        bounds = valid or (low, high)
        for epsilon, rest in settings:
            result = attack(model, x.clone(), labels, epsilon, *rest)
            judge(result, x, epsilon, *bounds, f"the result of {name} in {dtype}")
        result = attack(model, x.clone(), labels, 0.0, *settings[0][1])
        check.equal(result, x, what=f"the result of {name} with epsilon 0")


SIGNED = ((0.0313, (0.002, 20)), (8 / 255, (0.02, 3)), (0.1, (0.3, 4)))


@number("17")
@weight(2)
def test_bounds_of_fgsm(student, rng):
    """fgsm keeps every pixel within epsilon of its old value and in [0, 1], in float32 and float64."""
    run(student, rng, "fgsm", settings=((0.0313, ()), (8 / 255, ()), (0.1, ()), (0.6, ())))


@number("18")
@weight(2)
def test_bounds_of_pgd(student, rng):
    """pgd keeps every pixel within epsilon of its old value and in [0, 1], in float32 and float64."""
    run(student, rng, "pgd", settings=SIGNED)


@number("19")
@weight(2)
def test_bounds_of_mim(student, rng):
    """mim keeps every pixel within epsilon of its old value and in [0, 1], in float32 and float64."""
    run(student, rng, "mim", settings=SIGNED)


@number("20")
@weight(2)
def test_bounds_of_targeted_attack(student, rng):
    """targeted_attack keeps every pixel within epsilon of its old value and in [-1, 1], in float32 and float64."""
    run(student, rng, "targeted_attack", low=-1.0, settings=((0.1, (0.02, 8)), (0.0313, (0.002, 20)), (0.3, (0.5, 3))))


@number("21")
@weight(2)
def test_bounds_of_fool(student, rng):
    """fool keeps every pixel within epsilon of its old value, in float32 and float64, and has no other range."""
    huge = (1e9, 3)  # a step so long that it reaches the ball's edge wherever the gradient is not zero
    everywhere = (-float("inf"), float("inf"))
    run(
        student,
        rng,
        "fool",
        low=-2.5,
        high=2.5,
        valid=everywhere,
        settings=((0.05, huge), (8 / 255, huge), (0.1, huge)),
    )
