"""How run_model trains, validates, stops and tests, and what _test must not change."""

from functools import partial
from pathlib import Path
from runpy import run_path
from types import SimpleNamespace

import torch

from testkit import check, controls, number, probes, weight
from testkit.probes import training as scripts

reference = SimpleNamespace(**run_path(str(Path(__file__).with_name("reference.py"))))

# A threshold so far below zero that every epoch passes it, whatever it is compared with: for tests that do not judge stopping.
NEVER = -1e6


def run(student, settings, train, valid=None, **options):
    """Call the student's run_model in train mode; return (model, losses, accuracies) after a check of their form."""
    data = student.tools.dataset
    answer = student.module("src.run_model").run_model(
        student.tools.network(**settings), running_mode="train", train_set=data(*train),
        valid_set=None if valid is None else data(*valid), **options,
    )
    model, loss, accuracy = check.unpack(answer, 3, what="what run_model returns in train mode")
    keys = ["train", "valid"]
    return model, check.keys(loss, keys, what="the losses"), check.keys(accuracy, keys, what="the accuracies")


def simple(rng, *sizes, **options):
    settings = {"sizes": (6, 10, 3), "seed": reference.draw_seed(rng)}
    return settings, reference.blobs(rng, *sizes, **options)


@number("16")
@weight(4)
def test_test_evaluates_in_evaluation_mode(student, rng):
    """_test evaluates the model in evaluation mode."""
    for layers in ({"batch_norm": True}, {"dropout": 0.5}):
        settings, (pairs,) = simple(rng, 32)
        settings |= layers
        trusted = probes.network(**settings)
        pairs = reference.partly_right(trusted, pairs, rng)
        epoch = reference.test_epoch(trusted, pairs, 8)
        data = student.tools.loader(student.tools.dataset(*pairs), 8)
        real = partial(student.module("src.run_model")._test, student.tools.network(**settings), data)
        answer = controls.ask(rng, real, controls.modes_matter(student, settings, pairs[0]))
        loss, accuracy = check.unpack(answer, 2, what="what _test returns")
        hint = ("If _test is right about other networks: dropout and batch normalisation behave differently in training. In which "
                "mode is the model here?")
        reference.check_loss(loss, epoch, what="the loss that _test reports", hint=hint)
        reference.check_accuracy(accuracy, epoch, what="the accuracy that _test reports", hint=hint)


@number("17")
@weight(2)
def test_test_changes_nothing(student, rng):
    """_test does not change any weight of the model."""
    settings, (pairs,) = simple(rng, 32)
    model = student.tools.network(**settings)
    student.module("src.run_model")._test(model, student.tools.loader(student.tools.dataset(*pairs), 8))
    after = student.tools.parameters(model)
    for name, value in probes.parameters(probes.network(**settings)).items():
        check.equal(after[name].cpu(), value, what="a weight of the model after _test", hint="An evaluation takes no step.")


@number("18")
@weight(2)
def test_run_model_trains(student, rng):
    """run_model trains with SGD at the given batch size and learning rate for the given number of epochs."""
    for batch_size, learning_rate, epochs in ((8, 0.2, 3), (5, 0.05, 4)):
        settings, (train,) = simple(rng, 42)
        expected = reference.fit(probes.network(**settings), train, batch_size=batch_size, learning_rate=learning_rate,
                                 epochs=epochs)
        model, loss, _ = run(student, settings, train, batch_size=batch_size, learning_rate=learning_rate, n_epochs=epochs,
                             shuffle=False)
        check.numbers(loss["train"], epochs, what="the training losses",
                      hint="There should be one value for every epoch that ran; without a validation set, all epochs run.")
        reference.check_losses(loss["train"], expected.train, what="the training losses")
        reference.check_parameters(student, model, expected.model)


@number("19")
@weight(1)
def test_run_model_defaults(student, rng):
    """run_model with only a model and a training set uses the defaults of its signature."""
    settings, (train,) = simple(rng, 24)
    expected = reference.fit(probes.network(**settings), train)
    answer = student.module("src.run_model").run_model(
        student.tools.network(**settings), train_set=student.tools.dataset(*train), shuffle=False
    )
    model, loss, _ = check.unpack(answer, 3, what="what run_model returns in train mode")
    check.numbers(check.keys(loss, ["train", "valid"], what="the losses")["train"], 1, what="the training losses")
    reference.check_parameters(student, model, expected.model,
                               hint="If the tests of _train pass, look at the defaults: batches of 1, learning rate 0.01.")


@number("20")
@weight(2)
def test_run_model_keeps_the_record(student, rng):
    """run_model records loss and accuracy of both sets after every epoch."""
    settings, train, valid, expected = improving(rng, batch_norm=False, epochs=4, batch_size=8, learning_rate=0.1)
    _, loss, accuracy = run(student, settings, train, valid, batch_size=8, learning_rate=0.1, n_epochs=4, stop_thr=NEVER,
                            shuffle=False)
    for part, epochs in (("train", expected.train), ("valid", expected.valid)):
        name = {"train": "training", "valid": "validation"}[part]
        hint = {"train": "The lists hold what _train returns for each epoch, one number per epoch.",
                "valid": "Validate after every epoch, on the validation set, with the model after that epoch."}[part]
        reference.check_losses(loss[part], epochs, what=f"the {name} losses", hint=hint)
        got = check.numbers(accuracy[part], 4, what=f"the {name} accuracies")
        for value, epoch in zip(got, epochs, strict=True):
            reference.check_accuracy(value, epoch, what=f"one of the {name} accuracies")
    # A network that shows its mode: whatever _test reports of it, run_model should record.
    (train, valid) = reference.blobs(rng, 48, 32)
    data = student.tools.dataset
    answer = student.module("src.run_model").run_model(
        student.module("testkit.probes.training").doubling(reference.draw_seed(rng)), running_mode="train",
        train_set=data(*train), valid_set=data(*valid), batch_size=48, learning_rate=0.1, stop_thr=NEVER,
    )
    model, loss, _ = check.unpack(answer, 3, what="what run_model returns in train mode")
    recorded = check.numbers(check.keys(loss, ["train", "valid"], what="the losses")["valid"], 1, what="the validation losses")
    check_like_test(student, recorded[0], model, valid, what="the validation loss")


def check_like_test(student, loss, model, pairs, *, what):
    """Check that run_model gives the loss that the student's _test gives of a set that is one batch."""
    answer = student.module("src.run_model")._test(model, student.tools.loader(student.tools.dataset(*pairs), 48))
    expected, _ = check.unpack(answer, 2, what="what _test returns")
    check.close(loss, check.number(expected, what="the loss that _test reports"), what=what,
                hint="_test gives another loss for the same model and the same set. In which mode does run_model evaluate it?",
                **reference.LOSS)


def run_scripted(student, falls, *, train_falls=None, train_size=12, valid_size=8, **options):
    """Call run_model on a network whose validation loss starts at 4 and falls by ``falls``; return also its script."""
    script = scripts.Script(follow(train_falls or [0.0]), follow(falls), train_size)
    data = student.tools.dataset
    answer = student.module("src.run_model").run_model(
        student.module("testkit.probes.training").scripted(script), running_mode="train", batch_size=4,
        train_set=data(*scripts.examples(train_size)), valid_set=data(*scripts.examples(valid_size, valid=True)), **options,
    )
    _, loss, accuracy = check.unpack(answer, 3, what="what run_model returns in train mode")
    keys = ["train", "valid"]
    return script, check.keys(loss, keys, what="the losses"), check.keys(accuracy, keys, what="the accuracies")


def follow(falls):
    losses = [4.0]
    for fall in falls:
        losses.append(losses[-1] - fall)
    return losses


def improving(rng, *, batch_norm, epochs, **options):
    """Return a random problem on which every epoch lowers the validation loss, and the reference's results."""
    while True:
        settings, (train, valid) = simple(rng, 48, 32, spread=0.7)
        settings["batch_norm"] = batch_norm
        expected = reference.fit(probes.network(**settings), train, valid, epochs=epochs, **options)
        losses = [epoch.by_example for epoch in expected.valid]
        if all(after < before - 0.01 for before, after in zip(losses, losses[1:], strict=False)):
            return settings, train, valid, expected


def uniform(rng, low, high):
    return low + (high - low) * float(torch.rand((), generator=rng))


@number("21")
@weight(2)
def test_stops_when_progress_slows(student, rng):
    """run_model stops after the first epoch whose validation loss falls by less than stop_thr."""
    hint = ("After every epoch, compare its validation loss with that of the previous epoch. Record the epoch that ends the "
            "training too.")

    def check_epochs(epochs, falls, threshold, train_falls):
        _, loss, accuracy = run_scripted(student, falls, train_falls=train_falls, n_epochs=epochs + 5, stop_thr=threshold)
        for record in (loss, accuracy):
            for part in ("train", "valid"):
                check.numbers(record[part], epochs, what="the record of the epochs that ran", hint=hint)

    for epochs in (3, 6):
        threshold = uniform(rng, 0.01, 0.05)
        good = [uniform(rng, 2, 4) * threshold for _ in range(epochs - 2)]
        # One slow epoch, then a good one, one without any change, and good ones again.
        later = [2 * threshold, 0.0, *(uniform(rng, 2, 4) * threshold for _ in range(5))]
        falls = [*good, uniform(rng, 0.6, 0.9) * threshold, *later]
        # The training loss is slow from the start, or never.
        for train_fall in (0.1 * threshold, 3 * threshold):
            check_epochs(epochs, falls, threshold, [train_fall] * 12)
    # A loss may be smaller than the threshold: only its fall since the previous epoch counts.
    threshold = uniform(rng, 0.2, 0.3)
    check_epochs(4, [3.0, 1 - threshold / 2, 0.3 * threshold, *[0.02 * threshold] * 5], threshold, [0.3] * 12)


@number("22")
@weight(1)
def test_stops_when_the_validation_loss_rises(student, rng):
    """run_model stops after an epoch whose validation loss rises, however far."""
    for epochs in (2, 4):
        # The rise is smaller than all progress so far: only the last epoch is worse.
        falls = [*(uniform(rng, 0.1, 0.3) for _ in range(epochs - 2)), -uniform(rng, 0.05, 0.15), *[0.2] * 3]
        _, loss, _ = run_scripted(student, falls, train_falls=[0.2] * 6, n_epochs=epochs + 3, stop_thr=1e-3)
        hint = "How much has a rising loss fallen? Compare that number with stop_thr."
        check.numbers(loss["valid"], epochs, what="the validation losses", hint=hint)


@number("23")
@weight(1)
def test_goes_on_while_the_loss_falls(student, rng):
    """run_model runs for exactly n_epochs while every epoch lowers the validation loss enough."""
    falls = [uniform(rng, 0.1, 0.4) for _ in range(8)]
    _, loss, _ = run_scripted(student, falls, n_epochs=6)
    for part in ("train", "valid"):
        check.numbers(loss[part], 6, what="the losses", hint="n_epochs is six, and there is no reason for an early stop.")


@number("24")
@weight(1)
def test_makes_batches_in_order(student, rng):
    """With shuffle=False, run_model makes batches of batch_size in the given order, including a short last batch."""
    del rng  # not random, because this test judges the order
    script, _, _ = run_scripted(student, [0.3] * 3, train_size=14, n_epochs=2, stop_thr=NEVER, shuffle=False)
    in_order = [[0, 1, 2, 3], [4, 5, 6, 7], [8, 9, 10, 11], [12, 13]]
    made = script.batches
    epochs = [made[first : first + 4] for first in range(0, len(made), 4)]  # other tests count them
    check.that(bool(epochs) and all(epoch == in_order for epoch in epochs),
               "Every epoch should use all training examples in order, batch_size at a time.",
               hint="Two arguments of DataLoader control how it makes batches.")


@number("25")
@weight(1)
def test_shuffles_when_asked(student, rng):
    """With shuffle=True, run_model uses the training examples in a new order in every epoch."""
    del rng  # the order comes from the student's own generator
    script, _, _ = run_scripted(student, [0.3] * 4, train_size=40, n_epochs=3, stop_thr=NEVER, shuffle=True)
    made = script.batches
    orders = [[example for batch in made[first : first + 10] for example in batch] for first in range(0, len(made), 10)]
    check.that(len(orders) > 1 and all(sorted(order) == list(range(40)) for order in orders),  # other tests count the epochs
               "Every epoch should use each training example once.")
    orders.append(list(range(40)))
    check.that(all(one != other for i, one in enumerate(orders) for other in orders[:i]),
               "With shuffle=True, every epoch should use the training examples in a new order.",
               hint="DataLoader can do this. Does your code set a random seed again before an epoch?")


@number("26")
@weight(2)
def test_validation_does_not_freeze_training(student, rng):
    """The epochs after a validation train in training mode, as they do without a validation set."""
    (train, valid) = reference.blobs(rng, 48, 32)
    tools, data = student.module("testkit.probes.training"), student.tools.dataset
    seed, results = reference.draw_seed(rng), []
    begun = list(probes.parameters(scripts.doubling(seed)).values())
    for held_out in (None, valid):
        answer = student.module("src.run_model").run_model(
            tools.doubling(seed), running_mode="train", train_set=data(*train),
            valid_set=None if held_out is None else data(*held_out),
            batch_size=48, learning_rate=0.1, n_epochs=4, stop_thr=NEVER, shuffle=False,
        )
        model, _, _ = check.unpack(answer, 3, what="what run_model returns in train mode")
        check.that(student.tools.is_module(model), "The returned model should be a torch.nn.Module.")
        weights = [value.cpu() for value in student.tools.parameters(model).values()]
        check.that([value.shape for value in weights] == [value.shape for value in begun],
                   "The returned model should be the one that was given.")
        results.append(weights)
    check.that(any(not torch.equal(a, b) for a, b in zip(results[0], begun, strict=True)), "Training should change the weights.")
    for alone, validated in zip(*results, strict=True):
        check.close(validated, alone, what="a weight after a training with validation",
                    hint="The mode that _test sets stays until your code sets another one. When does training set its own?",
                    **reference.PARAMETERS)


@number("28")
@weight(1)
def test_first_epoch_is_not_compared(student, rng):
    """Whatever stop_thr is, the first epoch does not end the training: there is no epoch before it."""
    # A threshold above every loss ends the training after the second epoch, one far below zero never does.
    for threshold in (uniform(rng, 1e3, 1e4), -uniform(rng, 2.0, 3.0)):
        _, loss, _ = run_scripted(student, [uniform(rng, 0.1, 0.4) for _ in range(5)], n_epochs=4, stop_thr=threshold)
        epochs = check.numbers(loss["valid"], what="the validation losses")
        check.that(len(epochs) >= 2, "The training should not end before its second epoch.",
                   hint="With which loss is that of the first epoch compared? There is no epoch before it.")


@number("27")
@weight(1)
def test_test_mode(student, rng):
    """run_model in test mode evaluates the model once and does not change it."""
    settings, (pairs,) = simple(rng, 40)
    settings["scale"] = 2.0
    trusted = probes.network(**settings)
    pairs = reference.partly_right(trusted, pairs, rng)
    epoch = reference.test_epoch(trusted, pairs, 8)
    model = student.tools.network(**settings)
    answer = student.module("src.run_model").run_model(
        model, running_mode="test", test_set=student.tools.dataset(*pairs), batch_size=8
    )
    loss, accuracy = check.unpack(answer, 2, what="what run_model returns in test mode",
                                  hint="Test mode returns two numbers: the loss, then the accuracy.")
    reference.check_loss(loss, epoch, what="the test loss")
    reference.check_accuracy(accuracy, epoch, what="the test accuracy")
    reference.check_parameters(student, model, trusted, hint="A model must not train on a test set.")
    model = student.module("testkit.probes.training").doubling(reference.draw_seed(rng))
    answer = student.module("src.run_model").run_model(
        model, running_mode="test", test_set=student.tools.dataset(*pairs), batch_size=48
    )
    loss, _ = check.unpack(answer, 2, what="what run_model returns in test mode")
    check_like_test(student, check.number(loss, what="the test loss"), model, pairs, what="the test loss")
