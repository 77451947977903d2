"""One epoch: what is attacked, in which mode, and what the step is taken on."""

from pathlib import Path
from runpy import run_path
from types import SimpleNamespace

import torch
from torch.nn import functional as F

from testkit import check, number, probes, weight

reference = SimpleNamespace(**run_path(str(Path(__file__).with_name("reference.py"))))


def check_weights(student, model, expected, hint=""):
    claimed = student.tools.parameters(model)
    for name, value in expected.named_parameters():
        check.close(claimed[name], value.detach(), what="a weight after the epoch", hint=hint, **reference.WEIGHTS)


@number("4")
@weight(3)
def test_trains_on_attacked_samples(student, rng):
    """adversarial_epoch takes one step for each batch, on the attacked samples alone."""
    settings, pairs, model, loader, optimizer = reference.setting(student, rng)
    trusted, _ = reference.trained(settings, pairs, 8, reference.shift)
    student.module("src.robust").adversarial_epoch(model, loader, reference.shift, optimizer)
    check_weights(student, model, trusted,
                  "One step for each batch: what goes into the loss, and whose gradients does the step follow?")


@number("5")
@weight(2)
def test_loss_of_all_samples(student, rng):
    """adversarial_epoch returns the mean loss of all attacked samples, each before its own step."""
    while True:  # until the mean of all samples is not the mean of the batches by chance
        settings, pairs, model, loader, optimizer = reference.setting(student, rng, rate=1e-4)
        parts = [F.cross_entropy(probes.network(**settings)(reference.shift(None, x, y)), y) for x, y in reference.batches(pairs, 8)]
        _, (loss,) = reference.trained(settings, pairs, 8, reference.shift, rate=1e-4)
        if abs(float(torch.stack(parts).mean()) - loss) > 0.02:
            break
    given = student.module("src.robust").adversarial_epoch(model, loader, reference.shift, optimizer)
    # A rate of 1e-4 keeps the loss apart from what a wrong step would make of it.
    check.close(check.number(given, what="the loss of the epoch"), loss, what="the loss of the epoch", rtol=1e-3, atol=1e-5,
                hint="The last batch is smaller than the others: does each sample count the same?")


@number("6")
@weight(2)
def test_steps_in_training_mode(student, rng):
    """The step is taken in training mode, so that batch normalisation learns the averages of attacked samples."""
    settings, pairs, model, loader, optimizer = reference.setting(student, rng, batch_norm=True)
    trusted, _ = reference.trained(settings, pairs, 8, reference.leave)
    student.module("src.robust").adversarial_epoch(model, loader, reference.leave, optimizer)
    probe, _ = reference.examples(rng, 16)
    check.close(student.tools.evaluate(model, probe), trusted.eval()(probe).detach(), what="the trained network's output",
                rtol=1e-3, atol=1e-4, hint="In which mode is the model when it makes the logits of the loss?")


@number("7")
@weight(3)
def test_attack_meets_evaluation_mode(student, rng):
    """The attack meets the model in evaluation mode, so that its passes move no average of batch normalisation."""
    settings, pairs, model, loader, optimizer = reference.setting(student, rng, batch_norm=True)
    other = student.tools.network(**settings)

    def look(network, x, y):
        check.that(network is not None, "The attack should get the model, the samples and their classes.")
        network(3 + 2 * x)  # what an attack does many times; in training mode batch normalisation takes it for data
        return x

    train = student.module("src.robust").adversarial_epoch
    train(other, loader, reference.leave, student.tools.optimizer(other, 0.2))
    train(model, loader, look, optimizer)
    probe, _ = reference.examples(rng, 16)
    expected = check.tensor(student.tools.evaluate(other, probe), what="the trained network's output")
    check.close(student.tools.evaluate(model, probe), expected, what="the output of a network whose attack has called it",
                rtol=1e-4, atol=1e-5,
                hint="An attack calls the model many times. In which mode does it find batch normalisation, with the first batch and "
                     "with all others?")


@number("8")
@weight(2)
def test_attack_sees_clean_batches(student, rng):
    """The attack gets every clean batch once, with its classes."""
    _, pairs, model, loader, optimizer = reference.setting(student, rng)
    seen = []

    def note(network, x, y):
        seen.append((x, y))
        return x / 2

    student.module("src.robust").adversarial_epoch(model, loader, note, optimizer)
    expected = reference.batches(pairs, 8)
    check.equal(len(seen), len(expected), what="the number of attacks in an epoch of three batches",
                hint="Each batch is attacked once, when its turn comes.")
    for (x, y), (clean, classes) in zip(seen, expected, strict=True):
        check.equal(x, clean, what="the samples that the attack gets", hint="The attack starts from the clean samples of the batch.")
        check.equal(y, classes, what="the classes that the attack gets", hint="An attack leads away from the true classes.")


@number("9")
@weight(2)
def test_attack_follows_the_weights(student, rng):
    """Each batch is attacked with the weights that the steps before it have left."""
    _, _, model, loader, optimizer = reference.setting(student, rng)
    seen = []

    def note(network, x, y):
        seen.append(student.tools.parameters(network))
        return x * float(sum(value.abs().mean() for value in seen[-1].values()))  # the loss tells whose weights these are

    student.module("src.robust").adversarial_epoch(model, loader, note, optimizer)
    check.that(len(seen) > 1, "The attack should be called for each batch.")
    for before, after in zip(seen, [*seen[1:], student.tools.parameters(model)], strict=True):
        moved = any(not torch.equal(before[name], after[name]) for name in before)
        check.that(moved, "Between the attacks on two batches lies a step, so the second should meet other weights than the first.",
                   hint="Which model does the attack get, and when?")


@number("10")
@weight(2)
def test_gradients_of_the_attack_are_removed(student, rng):
    """Gradients that an attack leaves in the parameters have no part in the step."""
    settings, pairs, model, loader, optimizer = reference.setting(student, rng)
    trusted, _ = reference.trained(settings, pairs, 8, reference.leave)
    attack = student.module("testkit.probes.adversarial_training").leave_gradients
    student.module("src.robust").adversarial_epoch(model, loader, attack, optimizer)
    check_weights(student, model, trusted,
                  "An attack may call backward(), which fills the parameters' gradients too. When are they set to zero?")
