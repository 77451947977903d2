"""Accuracy under attack, and the success of the attacks on a network trained here."""

import torch

from testkit import check, controls, number, weight
from testkit import probes as tools
from testkit.probes import adversarial as trusted


def trained(student, rng, low=0.0):
    """Return a network trained on noisy pictures of four patterns (the student's copy, ours), 60 new pictures and labels.

    It classifies every picture correctly in 40 of 40 trials. The patterns differ little more than the noise does:
    with random changes of 0.1 in every pixel, 98 % or more stay correct; with attacks of that size, none.
    """
    # At right angles: of 5000 draws of any four patterns, two were so alike that fgsm left 22 % of the pictures correct.
    drawn = torch.linalg.qr(torch.randn(108, 4, generator=rng, dtype=torch.float64)).Q
    patterns = (108**0.5 * drawn.T).reshape(4, 3, 6, 6)
    seed = int(torch.randint(2**31, (), generator=rng))

    def draw(n):
        y = torch.arange(n) % 4
        noise = torch.randn(n, 3, 6, 6, generator=rng, dtype=torch.float64)
        x = (0.5 + 0.06 * patterns[y] + 0.06 * noise).clamp(0, 1)
        return x * (1 - low) + low, y

    model = tools.network((108, 24, 4), seed=seed, dtype="float64")
    x, y = draw(240)
    speed = [torch.zeros_like(parameter) for parameter in model.parameters()]
    for _ in range(100):
        loss = torch.nn.functional.cross_entropy(model(x), y)
        slopes = torch.autograd.grad(loss, list(model.parameters()))
        speed = [0.9 * old + slope for old, slope in zip(speed, slopes, strict=True)]
        with torch.no_grad():
            for parameter, change in zip(model.parameters(), speed, strict=True):
                parameter -= 0.1 * change
    theirs = student.tools.network((108, 24, 4), dtype="float64")
    student.tools.load_parameters(theirs, list(tools.parameters(model).values()))
    return theirs, model.eval(), *draw(60)


def contrary(student, rng):
    """A linear classifier (the student's copy, ours) that never gives a picture and its negative the same class."""
    weights = torch.randn(3, 6, generator=rng, dtype=torch.float64)
    values = [weights, -0.5 * weights.sum(1)]  # the logits of the negative are minus those of the picture
    pair = []
    for make in (student.tools, tools):
        model = make.network((6, 3), flatten=False, dtype="float64")
        make.load_parameters(model, values)
        pair.append(model)
    return pair


def predicted(model, x):
    with torch.no_grad():
        return model(x).argmax(1)


def percent(model, x, y):
    return 100 * float((predicted(model, x) == y).double().mean())


@number("35")
@weight(2)
def test_untargeted_success(student, rng):
    """fgsm, pgd and mim change the predictions of a trained network, and pgd is at least as good as fgsm."""
    attacks = student.module("src.attacks")
    theirs, model, x, y = trained(student, rng)
    results = {
        "fgsm": attacks.fgsm(theirs, x.clone(), y, 0.1),
        "pgd": attacks.pgd(theirs, x.clone(), y, 0.1, 0.02, 10),
        "mim": attacks.mim(theirs, x.clone(), y, 0.1, 0.02, 10),
    }
    left = {}
    for name, result in results.items():
        check.shape(result, x.shape, what=f"the result of {name}")
        check.tensor(result, what=f"the result of {name}")
        check.between(result, 0, 1, what=f"the result of {name}")
        check.between((result - x).abs(), 0, 0.1 + 1e-12, what=f"how far {name} moves the pixels")
        left[name] = percent(model, result, y)
        check.that(
            left[name] <= 20, f"A trained network should be wrong about at least 80 % of the pictures after {name}."
        )
    check.that(left["pgd"] <= left["fgsm"] + 2, "pgd should fool the network about as often as fgsm, or more often.")


@number("36")
@weight(2)
def test_targeted_success(student, rng):
    """targeted_attack makes a trained network take eight pictures of one class for another class."""
    theirs, model, x, y = trained(student, rng, low=-1.0)
    horses = x[y == 1][:8]
    result = student.module("src.attacks").targeted_attack(theirs, horses.clone(), 3, 0.2, 0.04, 20)
    check.shape(result, horses.shape, what="the result of targeted_attack")
    check.tensor(result, what="the result of targeted_attack")
    check.between(result, -1, 1, what="the result of targeted_attack")
    check.between((result - horses).abs(), 0, 0.2 + 1e-12, what="how far targeted_attack moves the pixels")
    check.that(
        int((predicted(model, result) == 3).sum()) >= 7,
        "A trained network should take at least seven of the eight pictures for the target after targeted_attack.",
    )


def unsure(student, rng, n):
    """Return a linear network of two classes (the student's copy, ours), and pictures that it takes for class 0.

    The logits of a picture differ by one, but those of the first by a hundredth. With every pixel at the edge of the ball
    of the returned radius they would change by 1.5; a path along the gradient leaves this ball.
    """
    weights = torch.randn(108, generator=rng, dtype=torch.float64) * 0.3
    weights[0] = 1.2  # so large that the gradient moves this pixel furthest
    bias = -0.5 * weights.sum()
    values = [torch.stack([torch.zeros_like(weights), weights]), torch.stack([torch.zeros_like(bias), bias])]
    pair = []
    for make in (student.tools, tools):
        model = make.network((108, 2), dtype="float64")
        make.load_parameters(model, values)
        pair.append(model)
    x = torch.rand(n, 108, generator=rng, dtype=torch.float64) * 0.2 + 0.4
    wanted = -torch.ones(n, dtype=torch.float64)
    wanted[0] = -0.01
    x += ((wanted - bias - x @ weights) / weights.square().sum()).unsqueeze(1) * weights
    return *pair, x.reshape(n, 3, 6, 6), 1.5 / float(weights.abs().sum())


@number("37")
@weight(2)
def test_fool_success(student, rng):
    """fool makes a network take pictures for their second most likely class, within epsilon."""
    theirs, model, x, epsilon = unsure(student, rng, 16)
    result = student.module("src.attacks").fool(theirs, x.clone(), 1, epsilon, 0.1, 300)
    check.shape(result, x.shape, what="the result of fool")
    check.tensor(result, what="the result of fool")
    check.between((result - x).abs(), 0, epsilon + 1e-12, what="how far fool moves the pixels")
    check.that(
        bool((predicted(model, result) == 1).all()),
        "The network should take every picture for its target after fool.",
    )


@number("38")
@weight(2)
def test_robust_accuracy_on_a_ragged_loader(student, rng):
    """robust_accuracy is a percentage of all samples, also if the last batch is smaller."""
    robust_accuracy = student.module("src.attacks").robust_accuracy
    theirs, model = contrary(student, rng)
    x = torch.rand(23, 6, generator=rng, dtype=torch.float64)
    adversarial = 1 - x
    y = predicted(model, adversarial)
    y[torch.randperm(19, generator=rng)[:9]] += (
        1  # nine are wrong, none of them in the small last batch of four or of three
    )
    y %= 3
    for size in (5, 19):
        replay = trusted.Replay(list(adversarial.split(size)), model)
        attack = student.module(trusted.PROBES).sloped(replay)
        loader = student.tools.loader(student.tools.dataset(x, y), batch_size=size)
        check.close(
            robust_accuracy(theirs, attack, loader),
            100 * 14 / 23,
            rtol=1e-6,
            what="the robust accuracy",
            hint="Count the correct samples of all batches, then divide once by the number of all samples.",
        )
        check.equal(replay.sizes, [len(part) for part in x.split(size)], what="the sizes of the batches attacked")
        check.that(all(replay.gradients_on), "robust_accuracy should let the attack compute gradients.")


@number("39")
@weight(1)
def test_robust_accuracy_calls_the_attack(student, rng):
    """robust_accuracy calls the attack with the model, the clean batch and its labels, and classifies its result."""
    theirs, model = contrary(student, rng)
    x = torch.rand(14, 6, generator=rng, dtype=torch.float64)
    y = predicted(model, 1 - x)
    y[::3] = (y[::3] + 1) % 3
    seen = []

    def negative(model=None, x=None, y=None):
        check.tensor(x, what="the batch that robust_accuracy passes to the attack")
        check.tensor(y, what="the labels that robust_accuracy passes to the attack")
        check.that(x.shape[1:] == (6,) and len(x) == len(y) <= 6 and len(seen) < 9,
                   "robust_accuracy should call the attack once for each batch of the loader, with its labels.")
        seen.append((x, y))
        return 1 - x

    loader = student.tools.loader(student.tools.dataset(x, y), batch_size=6)
    accuracy = student.module("src.attacks").robust_accuracy(theirs, negative, loader)
    check.close(accuracy, 100 * 9 / 14, rtol=1e-6, what="the robust accuracy")
    check.equal(len(seen), 3, what="the number of calls of the attack")
    check.close(torch.cat([batch for batch, _ in seen]), x, what="the batches that the attack was called with")
    check.equal(torch.cat([labels for _, labels in seen]), y, what="the labels that the attack was called with")


@number("40")
@weight(2)
def test_robust_accuracy_in_evaluation_mode(student, rng):
    """robust_accuracy evaluates a network in evaluation mode, and restores the modes of all its modules."""
    robust_accuracy = student.module("src.attacks").robust_accuracy
    probes = student.module("testkit.probes.adversarial")
    while True:  # until no class has most of the pictures: the clean ones, all zeros, have a single class
        make = {"seed": int(torch.randint(2**31, (), generator=rng)), "dropout": 0.5, "batch_norm": True}
        model = trusted.victim(**make).eval()
        adversarial = 2 * torch.randn(30, 3, 8, 8, generator=rng, dtype=torch.float64)
        y = predicted(model, adversarial)
        if int(y.bincount().max()) <= 20 and bool((predicted(model, adversarial.clamp(0, 1)) != y).any()):
            break
    theirs, set_modes = probes.victim(**make), student.module("testkit.probes.effects").set_modes
    for modes in ([True], [True, False, False], [False]):
        other, flag = probes.victim(**make), bool(torch.rand((), generator=rng) < 0.5)
        set_modes(theirs, modes)
        set_modes(other, [True, False])
        other.train(flag)
        replay = trusted.Replay(list(adversarial.split(8)), model)

        def attack(model=None, x=None, y=None, replay=replay):
            return replay(x, y, None)

        loader = student.tools.loader(student.tools.dataset(torch.zeros_like(adversarial), y), batch_size=8)
        accuracy = robust_accuracy(theirs, attack, loader)
        check.close(accuracy, 100.0, rtol=1e-6, what="the robust accuracy of a network with dropout and batch norm")
        count = len(list(model.modules()))
        expected = [modes[index % len(modes)] for index in range(count)]
        known = controls.Control(
            lambda other=other: student.tools.in_training_mode(other),
            lambda answer, known=[flag] * count: answer == known,
        )
        after = controls.ask(rng, lambda: student.tools.in_training_mode(theirs), known)
        check.equal(after, expected, what="the modes of the network's modules after robust_accuracy")


@number("41")
@weight(1)
def test_robust_accuracy_under_your_fgsm(student, rng):
    """robust_accuracy with fgsm gives the share that a trained network still classifies correctly."""
    attacks = student.module("src.attacks")
    theirs, model, x, y = trained(student, rng)
    attack = student.module("testkit.probes.adversarial").bind(attacks.fgsm, epsilon=0.05)
    result = attack(theirs, x.clone(), y)
    check.shape(result, x.shape, what="the result of fgsm")
    loader = student.tools.loader(student.tools.dataset(x, y), batch_size=15)
    check.close(
        attacks.robust_accuracy(theirs, attack, loader),
        percent(model, result, y),
        rtol=1e-6,
        what="the robust accuracy under fgsm",
    )
