"""How run_model trains, validates, stops and tests, and what _test leaves alone."""

from pathlib import Path
from runpy import run_path
from types import SimpleNamespace

import torch

from testkit import check, instruments, number, weight

reference = SimpleNamespace(**run_path(str(Path(__file__).with_name("reference.py"))))


def run(student, settings, train, valid=None, **options):
    """run_model in train mode on the student's side: (model, losses, accuracies), of the right make."""
    data = student.tools.dataset
    answer = student.module("src.run_model").run_model(
        student.tools.network(**settings), running_mode="train", train_set=data(*train),
        valid_set=None if valid is None else data(*valid), **options,
    )
    model, loss, accuracy = check.unpack(answer, 3, what="what run_model returns in train mode")
    keys = ["train", "valid"]
    return model, check.keys(loss, keys, what="the losses"), check.keys(accuracy, keys, what="the accuracies")


def search(rng, draw, suits):
    """The first of many random problems that shows what the test is about."""
    for _ in range(200):
        found = draw(rng)
        if suits(found):
            return found
    raise RuntimeError("no random problem suits this test")


def simple(rng, *sizes, **options):
    settings = {"sizes": (6, 10, 3), "seed": reference.draw_seed(rng)}
    return settings, reference.blobs(rng, *sizes, **options)


@number("16")
@weight(4)
def test_test_evaluates_in_evaluation_mode(student, rng):
    """_test judges the model as it is used: dropout off, batch norm on its running statistics."""
    for layers in ({"batch_norm": True}, {"dropout": 0.5}):
        settings, (pairs,) = simple(rng, 32)
        settings |= layers
        epoch = reference.test_epoch(instruments.network(**settings), pairs, 8)
        data = student.tools.loader(student.tools.dataset(*pairs), 8)
        answer = student.module("src.run_model")._test(student.tools.network(**settings), data)
        loss, accuracy = check.unpack(answer, 2, what="what _test returns")
        hint = "Dropout and batch norm behave differently in training; tell the model which it is."
        reference.check_loss(loss, epoch, what="the loss that _test reports", hint=hint)
        reference.check_accuracy(accuracy, epoch, what="the accuracy that _test reports", hint=hint)


@number("17")
@weight(2)
def test_test_changes_nothing(student, rng):
    """_test leaves every weight of the model as it was."""
    settings, (pairs,) = simple(rng, 32)
    model = student.tools.network(**settings)
    student.module("src.run_model")._test(model, student.tools.loader(student.tools.dataset(*pairs), 8))
    after = student.tools.parameters(model)
    for name, value in instruments.parameters(instruments.network(**settings)).items():
        check.equal(after[name].cpu(), value, what="a weight of the model after _test", hint="Evaluating is looking, not learning.")


@number("18")
@weight(3)
def test_run_model_trains(student, rng):
    """run_model trains with SGD at the given batch size and learning rate for the given number of epochs."""
    for batch_size, learning_rate, epochs in ((8, 0.2, 3), (5, 0.05, 4)):
        settings, (train,) = simple(rng, 42)
        expected = reference.fit(instruments.network(**settings), train, batch_size=batch_size, learning_rate=learning_rate,
                                 epochs=epochs)
        model, loss, _ = run(student, settings, train, batch_size=batch_size, learning_rate=learning_rate, n_epochs=epochs,
                             shuffle=False)
        reference.check_losses(loss["train"], expected.train, what="the training losses",
                               hint="One value for every epoch that ran; without a validation set all of them run.")
        reference.check_parameters(student, model, expected.model)


@number("19")
@weight(1)
def test_run_model_defaults(student, rng):
    """run_model called with a model and a training set alone uses the defaults of its signature."""
    settings, (train,) = simple(rng, 24)
    expected = reference.fit(instruments.network(**settings), train)
    answer = student.module("src.run_model").run_model(
        student.tools.network(**settings), train_set=student.tools.dataset(*train), shuffle=False
    )
    model, loss, _ = check.unpack(answer, 3, what="what run_model returns in train mode")
    check.numbers(check.keys(loss, ["train", "valid"], what="the losses")["train"], 1, what="the training losses")
    reference.check_parameters(student, model, expected.model, hint="Keep the defaults: batches of 1, learning rate 0.01.")


@number("20")
@weight(2)
def test_run_model_keeps_the_record(student, rng):
    """run_model records loss and accuracy of both sets after every epoch."""
    settings, (train, valid) = simple(rng, 48, 32)
    expected = reference.fit(instruments.network(**settings), train, valid, batch_size=8, learning_rate=0.1, epochs=4)
    # A threshold below zero forgives a rise of 100: no epoch can be the last but the fourth.
    _, loss, accuracy = run(student, settings, train, valid, batch_size=8, learning_rate=0.1, n_epochs=4, stop_thr=-100.0,
                            shuffle=False)
    for part, epochs in (("train", expected.train), ("valid", expected.valid)):
        name = {"train": "training", "valid": "validation"}[part]
        reference.check_losses(loss[part], epochs, what=f"the {name} losses",
                               hint="Validation follows every epoch, on the validation set, with the model as it then is.")
        got = check.numbers(accuracy[part], 4, what=f"the {name} accuracies")
        for value, epoch in zip(got, epochs, strict=True):
            reference.check_accuracy(value, epoch, what=f"one of the {name} accuracies")


@number("21")
@weight(2)
def test_stops_when_progress_slows(student, rng):
    """run_model stops after the first epoch whose validation loss falls by less than stop_thr."""

    def draw(rng):
        settings, (train, valid) = simple(rng, 40, 24, spread=0.7)
        fitted = reference.fit(instruments.network(**settings), train, valid, batch_size=8, learning_rate=0.1, epochs=9)
        falls = reference.decreases([epoch.by_example for epoch in fitted.valid])
        # The largest drop of the smallest fall so far: a threshold in its middle stops there and nowhere before.
        drops = [(min(falls[:k]) - falls[k], k) for k in range(2, len(falls) - 1)]
        margin, k = max(drops)
        threshold = falls[k] + margin / 2
        on_training = reference.decreases([epoch.by_example for epoch in fitted.train])
        stops_on_training = next((i for i, fall in enumerate(on_training) if fall < threshold), None)
        return settings, train, valid, threshold, k + 2, margin, falls[k], stops_on_training

    def suits(found):
        *_, threshold, epochs, margin, fall, stops_on_training = found
        # A margin far above what rounding does to a loss; a fall, not a rise; training alone would end elsewhere.
        return margin > 2e-3 and fall > 0 and stops_on_training != epochs - 2

    for _ in range(2):
        settings, train, valid, threshold, epochs, *_ = search(rng, draw, suits)
        _, loss, accuracy = run(student, settings, train, valid, batch_size=8, learning_rate=0.1, n_epochs=12,
                                stop_thr=threshold, shuffle=False)
        hint = ("Compare the validation loss of this epoch with that of the epoch just before, every epoch anew. The epoch "
                "that ends the training is recorded too.")
        for record in (loss, accuracy):
            for part in ("train", "valid"):
                check.numbers(record[part], epochs, what="the record of the epochs that ran", hint=hint)


@number("22")
@weight(1)
def test_stops_when_the_validation_loss_rises(student, rng):
    """run_model stops after an epoch whose validation loss rises, however far."""

    def draw(rng):
        settings, (train, (x, y)) = simple(rng, 40, 24, spread=0.5)
        valid = (x, (y + 1) % 3)  # what training teaches is wrong here
        fitted = reference.fit(instruments.network(**settings), train, valid, batch_size=8, learning_rate=0.1, epochs=4)
        return settings, train, valid, reference.decreases([epoch.by_example for epoch in fitted.valid])

    settings, train, valid, _ = search(rng, draw, lambda found: all(fall < -0.02 for fall in found[-1]))
    _, loss, _ = run(student, settings, train, valid, batch_size=8, learning_rate=0.1, n_epochs=6, stop_thr=1e-3, shuffle=False)
    hint = "A loss that rises has decreased by less than any threshold, even by less than nothing."
    check.numbers(loss["valid"], 2, what="the validation losses", hint=hint)


@number("23")
@weight(1)
def test_goes_on_while_the_loss_falls(student, rng):
    """run_model runs for exactly n_epochs while every epoch lowers the validation loss enough."""

    def draw(rng):
        settings, (train, valid) = simple(rng, 40, 24, spread=0.5)
        fitted = reference.fit(instruments.network(**settings), train, valid, batch_size=8, learning_rate=0.05, epochs=6)
        return settings, train, valid, reference.decreases([epoch.by_example for epoch in fitted.valid])

    settings, train, valid, _ = search(rng, draw, lambda found: min(found[-1]) > 5e-3)
    _, loss, _ = run(student, settings, train, valid, batch_size=8, learning_rate=0.05, n_epochs=6, shuffle=False)
    for part in ("train", "valid"):
        check.numbers(loss[part], 6, what="the losses", hint="Six epochs were asked for, and nothing called for an early stop.")


@number("24")
@weight(1)
def test_shuffles_when_asked(student, rng):
    """run_model takes the training examples in another order where shuffle is True."""
    settings, (train,) = simple(rng, 40)
    in_order = reference.fit(instruments.network(**settings), train, batch_size=4, learning_rate=0.2, epochs=2)
    ends = []
    for _ in range(2):
        model, loss, _ = run(student, settings, train, batch_size=4, learning_rate=0.2, n_epochs=2, shuffle=True)
        check.numbers(loss["train"], 2, what="the training losses")
        check.that(student.tools.is_module(model), "The model that comes back should be a torch.nn.Module.")
        ends.append(torch.cat([value.flatten().cpu() for value in student.tools.parameters(model).values()]))
    ends.append(torch.cat([value.flatten() for value in instruments.parameters(in_order.model).values()]))
    start = torch.cat([value.flatten() for value in instruments.parameters(instruments.network(**settings)).values()])
    for one, other in ((0, 1), (0, 2), (1, 2)):
        # Twenty steps of size 0.2 in another order end far further apart than rounding could take them.
        check.that(bool((ends[one] - ends[other]).abs().max() > 1e-3),
                   "Training twice with shuffle=True should not take the examples in the same order.",
                   hint="DataLoader has an argument for this.")
    # The same examples in any order lead roughly the same way.
    for end in ends[:2]:
        check.that(bool(torch.dot(end - start, ends[2] - start) > 0), "Training with shuffle=True should learn from the same examples.")


@number("25")
@weight(2)
def test_validation_does_not_freeze_training(student, rng):
    """Batch norm goes on learning in the epochs after a validation."""
    settings, (train, valid) = simple(rng, 40, 24)
    settings["batch_norm"] = True
    expected = reference.fit(instruments.network(**settings), train, valid, batch_size=8, learning_rate=0.1, epochs=3)
    model, loss, _ = run(student, settings, train, valid, batch_size=8, learning_rate=0.1, n_epochs=3, stop_thr=-100.0,
                         shuffle=False)
    hint = "What _test does to the model's mode lasts until somebody undoes it."
    reference.check_losses(loss["valid"], expected.valid, what="the validation losses", hint=hint)
    reference.check_parameters(student, model, expected.model, hint=hint)


@number("26")
@weight(1)
def test_test_mode(student, rng):
    """run_model in test mode evaluates the model once and leaves it as it was."""
    settings, (pairs,) = simple(rng, 40)
    settings["scale"] = 2.0
    trusted = instruments.network(**settings)
    epoch = reference.test_epoch(trusted, pairs, 8)
    model = student.tools.network(**settings)
    answer = student.module("src.run_model").run_model(
        model, running_mode="test", test_set=student.tools.dataset(*pairs), batch_size=8
    )
    loss, accuracy = check.unpack(answer, 2, what="what run_model returns in test mode",
                                  hint="Test mode gives two numbers: the loss, then the accuracy.")
    reference.check_loss(loss, epoch, what="the test loss")
    reference.check_accuracy(accuracy, epoch, what="the test accuracy")
    reference.check_parameters(student, model, trusted, hint="Nothing is learned from a test set.")
