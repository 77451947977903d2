"""The gain of one small step: to first order the size of the gradient, the largest of all directions."""

import torch

from testkit import check, number, weight
from testkit.probes import adversarial as trusted

TINY = 1e-6  # so small that a step rarely crosses a bend of a ReLU network, and far above float64's rounding


def setting(student, rng, n=12):
    """Return the student's network, its trusted copy, pictures well inside the range, and labels."""
    seed = int(torch.randint(2**31, (), generator=rng))
    x = torch.rand(n, 3, 8, 8, generator=rng, dtype=torch.float64) * 0.8 + 0.1
    y = torch.randint(5, (n,), generator=rng)
    return student.module("testkit.probes.adversarial").victim(seed=seed), trusted.victim(seed=seed).eval(), x, y


def loss_of(model, x, y):
    return torch.nn.functional.cross_entropy(model(x), y, reduction="none")


def judge(objective, x, result, expected, what, hint):
    """Check that ``objective`` grew per sample by ``expected(gradient)``; one sample in six may cross a bend."""
    check.shape(result, x.shape, what=what)
    check.tensor(result, what=what)
    leaf = x.clone().requires_grad_()
    before = objective(leaf)
    (gradient,) = torch.autograd.grad(before.sum(), leaf)
    with torch.no_grad():
        gain = objective(result) - before
    expected = expected(gradient.flatten(1))
    good = (gain - expected).abs() <= 1e-3 * expected.abs() + 1e-12
    check.that(
        bool((gain > 0).all()), f"{what[0].upper()}{what[1:]} should increase the objective for every picture.", hint=hint
    )
    enough = int(good.sum()) >= len(x) - len(x) // 6
    check.that(enough, f"{what[0].upper()}{what[1:]} does not increase the objective as the gradient predicts.", hint=hint)


@number("32")
@weight(2)
def test_first_order_of_signed_attacks(student, rng):
    """One tiny step of fgsm, pgd and mim raises each picture's loss as much as its gradient allows."""
    attacks = student.module("src.attacks")
    theirs, model, x, y = setting(student, rng)
    calls = {
        "fgsm": (TINY,),
        "pgd": (1.0, TINY, 1),
        "mim": (1.0, TINY, 1),
    }
    for name, arguments in calls.items():
        judge(
            lambda batch: loss_of(model, batch, y),
            x,
            getattr(attacks, name)(theirs, x.clone(), y, *arguments),
            lambda gradient: TINY * gradient.abs().sum(1),
            f"one tiny step of {name}",
            "The attack climbs the loss of the true class: every pixel makes a full step in the direction of its sign.",
        )


@number("33")
@weight(2)
def test_first_order_of_targeted_attacks(student, rng):
    """One tiny step of targeted_attack raises the target's logit, and one of fool its probability, as it should."""
    attacks = student.module("src.attacks")
    theirs, model, x, y = setting(student, rng)
    rows = torch.arange(len(x))
    judge(
        lambda batch: model(batch)[rows, y],
        x,
        attacks.targeted_attack(theirs, x.clone(), y, 1.0, TINY, 1),
        lambda gradient: TINY * gradient.abs().sum(1),
        "one tiny step of targeted_attack",
        "Every step climbs the logit of each picture's target, also where that logit is the largest already.",
    )
    y = model(x).argsort(1)[:, 2].clone()  # the model takes no picture for its target yet
    judge(
        lambda batch: model(batch).softmax(1)[rows, y],
        x,
        attacks.fool(theirs, x.clone(), y, 1.0, TINY, 1),
        lambda gradient: TINY * gradient.square().sum(1),
        "one tiny step of fool",
        "The step is step_size times the gradient of each picture's own probability.",
    )


@number("34")
@weight(1)
def test_pixels_that_do_not_matter(student, rng):
    """Every attack leaves a pixel that the model ignores where it is."""
    attacks = student.module("src.attacks")
    weights = torch.randn(3, 6, generator=rng, dtype=torch.float64)
    blind = torch.tensor([True, False, False, True, False, False])
    weights[:, blind] = 0.0
    model = student.tools.network((6, 3), flatten=False, dtype="float64")
    student.tools.load_parameters(model, [weights, torch.zeros(3, dtype=torch.float64)])
    x = torch.rand(4, 6, generator=rng, dtype=torch.float64) * 0.4 + 0.3
    y = (x @ weights.T).argmin(1)
    results = {
        "fgsm": attacks.fgsm(model, x.clone(), y, 0.1),
        "pgd": attacks.pgd(model, x.clone(), y, 0.1, 0.03, 4),
        "mim": attacks.mim(model, x.clone(), y, 0.1, 0.03, 4),
        "targeted_attack": attacks.targeted_attack(model, x.clone(), y, 0.1, 0.03, 4),
        "fool": attacks.fool(model, x.clone(), y, 0.1, 0.05, 2),
    }
    for name, result in results.items():
        check.shape(result, x.shape, what=f"the result of {name}")
        check.close(
            result[:, blind],
            x[:, blind],
            rtol=0,
            atol=1e-15,
            what=f"the part of {name}'s result that the model ignores",
            hint="Where the gradient is zero, so is its sign. What else moves these pixels?",
        )
        check.that(
            bool((result != x)[:, ~blind].any(1).all()), f"{name} should move the pixels that the model uses."
        )
