"""Every attack against its definition, in float64, where rounding decides no sign."""

import torch

from testkit import check, number, weight
from testkit import probes as tools
from testkit.probes import adversarial as trusted

EXACT = {"rtol": 0.0, "atol": 1e-10}  # clamps in another order differ by an ulp of 1; a wrong sign differs by a whole step


def setting(student, rng, n=6, low=0.0, high=1.0, **options):
    """Return the student's network, its trusted copy, pictures (a fifth of the pixels on the edge of the range), labels."""
    seed = int(torch.randint(2**31, (), generator=rng))
    x = torch.rand(n, 3, 8, 8, generator=rng, dtype=torch.float64)
    edge = torch.rand(x.shape, generator=rng)
    x = torch.where(edge < 0.1, 0.0, torch.where(edge > 0.9, 1.0, x)) * (high - low) + low
    y = torch.randint(5, (n,), generator=rng)
    theirs = student.module("testkit.probes.adversarial").victim(seed=seed, **options)
    return theirs, trusted.victim(seed=seed, **options).eval(), x, y


def slope(objective, x):
    """Return the gradient of the sum of ``objective(x)``."""
    x = x.clone().requires_grad_()
    objective(x).sum().backward()
    return x.grad


def loss(model, y):
    return lambda x: -model(x).log_softmax(1)[torch.arange(len(x)), y]


def bounded(value, x, epsilon, low, high):
    return torch.max(torch.min(value, (x + epsilon).clamp(max=high)), (x - epsilon).clamp(min=low))


def iterated(model, x, y, epsilon, step_size, steps, decay=None):
    """Run PGD, or MIM if there is a decay."""
    result, momentum = x, torch.zeros_like(x)
    for _ in range(steps):
        gradient = slope(loss(model, y), result)
        if decay is not None:
            mean = gradient.abs().flatten(1).sum(1) / gradient[0].numel()
            momentum = gradient = decay * momentum + gradient / mean.view(-1, *[1] * (x.ndim - 1))
        result = bounded(result + step_size * gradient.sign(), x, epsilon, 0, 1)
    return result


def fooled(model, x, target, epsilon, step_size, max_steps):
    """Run fool sample by sample; return also how many steps each sample made."""
    results, made = [], []
    for sample, wanted in zip(x.split(1), target.tolist(), strict=True):
        result, steps = sample, 0
        while steps < max_steps and int(model(result).argmax()) != wanted:
            gradient = slope(lambda value, wanted=wanted: model(value).softmax(1)[:, wanted], result)
            result = torch.max(torch.min(result + step_size * gradient, sample + epsilon), sample - epsilon)
            steps += 1
        results.append(result)
        made.append(steps)
    return torch.cat(results), made


@number("8")
@weight(3)
def test_fgsm_on_random_pictures(student, rng):
    """fgsm agrees with its definition on random pictures."""
    fgsm = student.module("src.attacks").fgsm
    theirs, model, x, y = setting(student, rng)
    for epsilon in (0.0313, 0.2):
        expected = bounded(x + epsilon * slope(loss(model, y), x).sign(), x, epsilon, 0, 1)
        check.close(fgsm(theirs, x.clone(), y, epsilon), expected, **EXACT, what="the result of fgsm")


@number("9")
@weight(3)
def test_pgd_on_random_pictures(student, rng):
    """pgd agrees with its definition on random pictures, in the ball's inside and at its edge."""
    pgd = student.module("src.attacks").pgd
    theirs, model, x, y = setting(student, rng)
    for epsilon, step_size, steps in ((0.1, 0.04, 7), (0.3, 0.07, 4), (0.02, 0.05, 3)):
        expected = iterated(model, x, y, epsilon, step_size, steps)
        check.close(pgd(theirs, x.clone(), y, epsilon, step_size, steps), expected, **EXACT, what="the result of pgd")


@number("10")
@weight(3)
def test_mim_on_random_pictures(student, rng):
    """mim agrees with its definition on random pictures, for several decays."""
    mim = student.module("src.attacks").mim
    theirs, model, x, y = setting(student, rng)
    for decay, steps in ((1.0, 8), (0.5, 6), (0.0, 5)):
        expected = iterated(model, x, y, 0.25, 0.06, steps, decay)
        result = mim(theirs, x.clone(), y, epsilon=0.25, step_size=0.06, steps=steps, decay=decay)
        check.close(result, expected, **EXACT, what="the result of mim")
    expected = iterated(model, x, y, 0.25, 0.06, 6, 1.0)
    check.close(
        mim(theirs, x.clone(), y, 0.25, 0.06, 6), expected, **EXACT, what="the result of mim with decay left out"
    )


@number("11")
@weight(2)
def test_mim_with_as_many_pictures_as_rows(student, rng):
    """mim agrees with its definition on as many pictures as each has rows and columns."""
    theirs, model, x, y = setting(student, rng, n=8)
    check.close(
        student.module("src.attacks").mim(theirs, x.clone(), y, 0.2, 0.05, 8, 1.0),
        iterated(model, x, y, 0.2, 0.05, 8, 1.0),
        **EXACT,
        what="the result of mim",
        hint="If mim is right on other batches: which shape does your mean have, and along which axes is it broadcast?",
    )


@number("12")
@weight(3)
def test_targeted_attack_on_random_pictures(student, rng):
    """targeted_attack agrees with its definition on random pictures, for one target and for a target per picture."""
    targeted_attack = student.module("src.attacks").targeted_attack
    theirs, model, x, y = setting(student, rng, low=-1.0)
    for target in (int(y[0]), y):
        wanted = torch.as_tensor(target).expand(len(x))
        expected = x
        for _ in range(6):
            gradient = slope(lambda value, wanted=wanted: model(value)[torch.arange(len(value)), wanted], expected)
            expected = bounded(expected + 0.03 * gradient.sign(), x, 0.1, -1, 1)
        result = targeted_attack(theirs, x.clone(), target, epsilon=0.1, step_size=0.03, steps=6)
        kind = "an int" if isinstance(target, int) else "a tensor"
        check.close(result, expected, **EXACT, what=f"the result of targeted_attack with {kind} as target")
    y = model(x).argmax(1)  # the model takes every picture for its target from the start
    expected = x
    for _ in range(3):
        gradient = slope(lambda value: model(value).gather(1, y.unsqueeze(1)), expected)
        expected = bounded(expected + 0.03 * gradient.sign(), x, 0.1, -1, 1)
    check.close(
        targeted_attack(theirs, x.clone(), y, epsilon=0.1, step_size=0.03, steps=3),
        expected,
        **EXACT,
        what="the result of targeted_attack for pictures that the model already takes for their targets",
        hint="How many steps does targeted_attack make, and does that depend on what the model predicts?",
    )


@number("13")
@weight(3)
def test_fool_on_random_pictures(student, rng):
    """fool agrees with its definition on random pictures, for one target and for a target per picture."""
    fool = student.module("src.attacks").fool
    theirs, model, x, _ = setting(student, rng, n=10, low=-2.0, high=2.0)
    likely = model(x).argsort(1, descending=True)
    y = torch.where(torch.arange(10) % 2 == 0, likely[:, 1], likely[:, 3])
    y[0] = likely[0, 0]  # the model takes the first picture for its target from the start, the others not
    for target, epsilon, step_size, most in ((int(y[0]), 0.2, 0.5, 4), (y, 0.3, 1.5, 12), (y, 0.02, 300.0, 3)):
        expected, _ = fooled(model, x, torch.as_tensor(target).expand(len(x)), epsilon, step_size, most)
        result = fool(theirs, x.clone(), target, epsilon, step_size, most)
        kind = "an int" if isinstance(target, int) else "a tensor"
        # The gradient itself is added here, so its rounding matters: some 1e-14, amplified from step to step.
        check.close(result, expected, rtol=0.0, atol=1e-8, what=f"the result of fool with {kind} as target")
    # The logit of class 1 rises with the first pixel to a ridge at 0.5; that of class 0 is so large that it stays the largest.
    values = [[[1.0, 0.0], [1.0, 0.0], [0.0, 1.0]], [0.0, -0.5, 0.0], [[0.0] * 3, [2.0, -2.5, 1.0]], [3.0, 0.0]]
    pair = [make.network((2, 3, 2), flatten=False, dtype="float64") for make in (student.tools, tools)]
    for make, network in zip((student.tools, tools), pair, strict=True):
        make.load_parameters(network, [torch.tensor(value, dtype=torch.float64) for value in values])
    x = torch.rand(4, 2, generator=rng, dtype=torch.float64) * 0.04 + 0.42
    expected, _ = fooled(pair[1], x, torch.ones(4, dtype=torch.int64), 0.1, 5.0, 2)
    check.close(
        fool(pair[0], x.clone(), 1, 0.1, 5.0, 2),
        expected,
        rtol=0.0,
        atol=1e-8,
        what="the result of fool where a long first step leads over a ridge, out of the ball",
        hint="Where does the second step begin? Look again at where the formula has its clamp.",
    )


@number("14")
@weight(2)
def test_fool_stops_sample_by_sample(student, rng):
    """fool no longer moves a picture once the model takes it for the target; the others continue."""
    arrivals: set[int] = set()
    while len(arrivals) < 4:  # until pictures reach the target after different numbers of steps: most draws have that
        _, model, x, _ = setting(student, rng, n=12, low=-2.0, high=2.0)
        target = model(x).topk(2).indices[:, 1].clone()  # the second most likely class
        target[:3] = model(x[:3]).argmax(1)  # and the model takes some for the target from the start
        expected, made = fooled(model, x, target, 10.0, 0.3, 60)
        arrivals = {steps for steps in made[3:] if steps < 60}
    falls = torch.tensor([steps < 60 for steps in made])
    fool = student.module("src.attacks").fool
    passes = []
    # The number of passes per step is free; but once all pictures have reached the target, allowing more steps adds none.
    for most in (500, 501):
        counted = trusted.Counted(model)
        remote = student.module(trusted.PROBES).remote(counted)
        # No picture comes to the edge of so large a ball.
        result = fool(remote, x[falls], target[falls], epsilon=10.0, step_size=0.3, max_steps=most)
        passes.append(counted.passes)
    check.shape(result, x[falls].shape, what="the result of fool")
    check.close(
        result[:3],
        x[:3],
        rtol=0,
        atol=0,
        what="the result for pictures that the model takes for the target from the start",
    )
    check.close(
        result,
        expected[falls],
        rtol=0,
        atol=1e-8,
        what="the result of fool",
        hint="Which samples stop? Those whose largest logit is the target's; its probability may be below 1/2.",
    )
    check.equal(
        passes[1],
        passes[0],
        what="the number of forward passes that fool makes when more steps are allowed",
        hint="Stop once the model takes every picture of the batch for its target.",
    )


@number("15")
@weight(1)
def test_flat_samples(student, rng):
    """fgsm, pgd and mim work on flat samples, and on a single one."""
    attacks = student.module("src.attacks")
    arguments = {"seed": int(torch.randint(2**31, (), generator=rng)), "dtype": "float64", "scale": 2.0}
    theirs, model = student.tools.network((7, 16, 4), **arguments), tools.network((7, 16, 4), **arguments).eval()
    for n in (5, 1):
        x = torch.rand(n, 7, generator=rng, dtype=torch.float64) * 0.6 + 0.2
        y = torch.randint(4, (n,), generator=rng)
        one = iterated(model, x, y, 0.1, 0.1, 1)
        check.close(
            attacks.fgsm(theirs, x.clone(), y, 0.1), one, **EXACT, what=f"the result of fgsm on {n} flat samples"
        )
        result = attacks.pgd(theirs, x.clone(), y, 0.1, 0.15, 1)
        check.close(result, one, **EXACT, what=f"the result of pgd on {n} flat samples")
        result = attacks.mim(theirs, x.clone(), y, 0.1, 0.15, 1, 0.9)
        check.close(result, one, **EXACT, what=f"the result of mim on {n} flat samples")


@number("16")
@weight(1)
def test_targets_of_flat_samples(student, rng):
    """targeted_attack and fool work on flat samples, and on a single one."""
    attacks = student.module("src.attacks")
    arguments = {"seed": int(torch.randint(2**31, (), generator=rng)), "dtype": "float64", "scale": 2.0}
    theirs, model = student.tools.network((7, 16, 4), **arguments), tools.network((7, 16, 4), **arguments).eval()
    for n in (5, 1):
        x = torch.rand(n, 7, generator=rng, dtype=torch.float64) * 1.4 - 0.7
        target = int(torch.randint(4, (), generator=rng))
        expected = bounded(x + 0.2 * slope(lambda v, t=target: model(v)[:, t], x).sign(), x, 0.2, -1, 1)
        result = attacks.targeted_attack(theirs, x.clone(), target, 0.2, 0.2, 1)
        check.close(result, expected, **EXACT, what=f"the result of targeted_attack on {n} flat samples")
        runner_up = model(x).topk(2).indices[:, 1].clone()
        expected, _ = fooled(model, x, runner_up, 0.4, 0.8, 1)
        result = attacks.fool(theirs, x.clone(), runner_up, 0.4, 0.8, 1)
        check.close(result, expected, rtol=0, atol=1e-8, what=f"the result of fool on {n} flat samples")
