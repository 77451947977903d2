"""Several epochs: which one is kept, what is stored, what the history says."""

from pathlib import Path
from runpy import run_path
from types import SimpleNamespace

import torch

from testkit import check, controls, number, probes, weight

reference = SimpleNamespace(**run_path(str(Path(__file__).with_name("reference.py"))))

KEYS = ["loss", "robust"]


def draw(rng, low, high):
    return int(torch.randint(low, high + 1, (1,), generator=rng))


def check_network(student, model, expected, hint):
    claimed = student.tools.parameters(model)
    for name, value in expected.items():
        check.close(claimed[name], value, what="a weight of the model after the training", hint=hint, **reference.WEIGHTS)


@number("11")
@weight(3)
def test_history_counts_attacked_samples(student, rng):
    """The history has the percentage of all attacked validation samples that are classified correctly, after each epoch."""
    right = [draw(rng, 1, 3), draw(rng, 5, 7), draw(rng, 4, 9)]
    _, _, history = reference.scripted(student, rng, right)
    robust = check.numbers(check.keys(history, KEYS, what="the history")["robust"], 3, what="the robust accuracies")
    for given, count in zip(robust, right, strict=True):
        check.close(given, 10.0 * count, what="a robust accuracy", rtol=0, atol=1e-3,
                    hint="Attack the validation batches too, count over all samples, and give a percentage: one number for each epoch.")


@number("12")
@weight(1)
def test_history_has_the_losses(student, rng):
    """The history has the loss of every epoch, in order."""
    settings, pairs, model, loader, optimizer = reference.setting(student, rng, count=24)
    _, expected = reference.trained(settings, pairs, 8, reference.leave, epochs=3)
    history = student.module("src.robust").adversarial_training(
        model, loader, loader, reference.leave, optimizer, 3, "models/tried.pt")
    losses = check.numbers(check.keys(history, KEYS, what="the history")["loss"], 3, what="the losses")
    for given, loss in zip(losses, expected, strict=True):
        check.close(given, loss, what="a loss of the history", rtol=1e-3, atol=1e-5,
                    hint="If the tests of adversarial_epoch pass: the list holds what it returned for each epoch.")


@number("13")
@weight(3)
def test_best_epoch_is_kept(student, rng):
    """At the end the model has the weights of the epoch with the highest robust accuracy."""
    right = [draw(rng, 2, 4), 9, draw(rng, 5, 7), draw(rng, 1, 4)]
    script, model, _ = reference.scripted(student, rng, right)
    check.that(len(script.seen) == 4, "The validation batches should be attacked after each of the four epochs.")
    check_network(student, model, script.seen[1],
                  "Which epoch's weights does the model have at the end? Weights that are kept must not change with the next step.")


@number("14")
@weight(1)
def test_first_of_equals_is_kept(student, rng):
    """Of epochs with the same robust accuracy the first is kept, also where no sample resists."""
    for right, best, hint in (
        ([3, 8, 8, 8], 1, "If the test of the best epoch passes: what happens where an epoch is as good as the best, not better?"),
        ([0, 0], 0, "Where no sample resists in any epoch, the first is still the best: is it taken for better than nothing?"),
    ):
        script, model, _ = reference.scripted(student, rng, right)
        check.that(len(script.seen) == len(right), "The validation batches should be attacked after each epoch.")
        check_network(student, model, script.seen[best], hint)


@number("15")
@weight(3)
def test_best_epoch_is_stored(student, rng):
    """The file holds the state_dict of the best epoch, in a folder that is made where it is missing."""
    file = "models/robust/first/tried.pt"
    script, _, _ = reference.scripted(student, rng, [2, 9, 5], file=file)
    check.that(len(script.seen) == 3, "The validation batches should be attacked after each of the three epochs.")
    stored = student.module("testkit.probes.adversarial_training").read_stored(file)
    stored = check.keys(stored, list(script.seen[1]), what="the stored weights")
    for name, value in script.seen[1].items():
        check.close(stored[name], value, what="a stored weight", **reference.WEIGHTS,
                    hint="The file holds the weights of one epoch: which one, and when are they written?")


@number("16")
@weight(2)
def test_validation_teaches_nothing(student, rng):
    """Validation takes no step and moves no average of batch normalisation, and its attacks can take gradients."""
    settings, _, model, loader, optimizer = reference.setting(student, rng, batch_norm=True)
    other = student.tools.network(**settings)
    module = student.module("src.robust")

    def attack(network, x, y):
        check.tensor(student.tools.gradients(network, x)[0], what="an attack's gradient")
        return x

    module.adversarial_epoch(other, loader, attack, student.tools.optimizer(other, 0.2))
    far, classes = reference.examples(rng, 12)
    valid = student.tools.loader(student.tools.dataset(4 + 3 * far, classes), 6)
    module.adversarial_training(model, loader, valid, attack, optimizer, 1, "models/tried.pt")
    probe, _ = reference.examples(rng, 16)
    expected = check.tensor(student.tools.evaluate(other, probe), what="the trained network's output")
    check.close(student.tools.evaluate(model, probe), expected, what="the output of a network that was validated", rtol=1e-4, atol=1e-5,
                hint="In which mode is the model while it is validated, and is anything learnt from these samples?")


@number("17")
@weight(1)
def test_ends_in_evaluation_mode(student, rng):
    """After the training the model is in evaluation mode, also where the file lies in no folder."""
    _, _, model, loader, optimizer = reference.setting(student, rng, batch_norm=True)
    student.module("src.robust").adversarial_training(model, loader, loader, reference.leave, optimizer, 1, "tried.pt")
    probe, _ = reference.examples(rng, 16)
    as_left = model(4 + 3 * probe)
    expected = check.tensor(student.tools.evaluate(model, 4 + 3 * probe), what="the trained network's output")
    # In training mode the first call has moved the averages that the second uses, and has not used them itself.
    check.close(as_left, expected, what="the output of the model as it is left", rtol=1e-4, atol=1e-5,
                hint="In which mode is the model at the end?")


@number("18")
@weight(2)
def test_load_best(student, rng):
    """load_best puts stored weights and averages into a model, sets evaluation mode, and runs no code that is in the file."""
    seed, other = reference.draw_seed(rng), reference.draw_seed(rng)
    seen, probe = (3 + 2 * reference.examples(rng, 16)[0] for _ in range(2))
    trusted = probes.network(reference.SIZES, seed=seed, batch_norm=True)
    trusted(seen)
    own = student.module("testkit.probes.adversarial_training")
    place = own.store_network(seed, seen)
    model = student.tools.network(reference.SIZES, seed=other, batch_norm=True)
    loaded = student.module("src.robust").load_best(model, place)
    check.that(loaded is not None, "load_best should return the model.")
    check.close(loaded(probe), trusted.eval()(probe).detach(), what="the output of the loaded model", rtol=1e-4, atol=1e-5,
                hint="Weights, averages of batch normalisation, and the mode: which of the three is missing?")
    trap = own.store_code()
    check.raises(Exception, student.module("src.robust").load_best, model, trap, what="load_best of a file that holds other things")
    known = controls.Control(lambda: own.is_there(place), lambda answer: answer is True)
    was_run = controls.ask(rng, lambda: own.is_there(own.mark_of(trap)), known)
    check.that(was_run is False, "load_best should read a file without running the code that is in it.",
               hint="A file from somebody else can hold any code. Which argument of torch.load takes tensors alone?")
