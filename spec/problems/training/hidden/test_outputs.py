"""The results of _train, _test and MyDataset, compared with the same computation here."""

from functools import partial
from pathlib import Path
from runpy import run_path
from types import SimpleNamespace

import numpy as np
import torch

from testkit import check, controls, number, probes, weight

reference = SimpleNamespace(**run_path(str(Path(__file__).with_name("reference.py"))))


def loader_of(student, pairs, batch_size):
    return student.tools.loader(student.tools.dataset(*pairs), batch_size)


def train_both(student, rng, *, size, batch_size, learning_rate=0.2, evaluated=False, **options):
    """Return the result of the student's _train, the epoch and the reference's model, on the same data and weights."""
    (pairs,) = reference.blobs(rng, size)
    batch_norm = options.pop("batch_norm", False)
    settings = {"sizes": (6, 10, 3), "seed": reference.draw_seed(rng), "batch_norm": batch_norm}
    trusted = probes.network(**settings)
    descent = reference.Descent(trusted.parameters(), learning_rate, **options)
    epoch = reference.train_epoch(trusted, descent, pairs, batch_size)
    model = student.tools.network(**settings)
    if evaluated:
        student.module("src.run_model")._test(model, loader_of(student, pairs, batch_size))
        student.tools.load_parameters(model, list(probes.parameters(probes.network(**settings)).values()))
    optimizer = student.tools.optimizer(model, learning_rate, **options)
    answer = student.module("src.run_model")._train(model, loader_of(student, pairs, batch_size), optimizer)
    return check.unpack(answer, 3, what="what _train returns"), epoch, trusted


@number("7")
@weight(5)
def test_train_takes_the_steps_of_one_epoch(student, rng):
    """_train changes the model as one epoch of batches should."""
    (model, _, _), _, trusted = train_both(student, rng, size=42, batch_size=8)
    reference.check_parameters(
        student, model, trusted,
        hint="For each batch: clear the gradients, call backward on the mean loss of its logits, take one step.",
    )


@number("8")
@weight(4)
def test_train_reports_the_epoch(student, rng):
    """_train reports the epoch's average loss and its accuracy in percent, even with a short last batch."""
    for size in (40, 43):
        (_, loss, accuracy), epoch, _ = train_both(student, rng, size=size, batch_size=8)
        reference.check_loss(loss, epoch, what="the loss that _train reports",
                             hint="Average over the examples (or over the batches); compute each batch's loss before its own step.")
        reference.check_accuracy(accuracy, epoch, what="the accuracy that _train reports",
                                 hint="Divide the number of correct examples by the number of examples, in percent.")


@number("9")
@weight(2)
def test_train_with_one_example_a_batch(student, rng):
    """_train works with one example per batch, and with all examples in one batch."""
    for batch_size in (1, 24):
        (model, loss, accuracy), epoch, trusted = train_both(student, rng, size=24, batch_size=batch_size, learning_rate=0.05)
        reference.check_parameters(student, model, trusted)
        reference.check_loss(loss, epoch, what="the loss that _train reports")
        reference.check_accuracy(accuracy, epoch, what="the accuracy that _train reports")


@number("10")
@weight(3)
def test_train_uses_the_optimizer_it_is_given(student, rng):
    """_train uses the optimizer that it gets, whatever its settings."""
    (model, _, _), _, trusted = train_both(student, rng, size=40, batch_size=8, learning_rate=0.05, momentum=0.9)
    reference.check_parameters(student, model, trusted,
                               hint="If the previous test passes: the optimizer is an argument, and it may have momentum.")


@number("11")
@weight(2)
def test_train_trains_in_training_mode(student, rng):
    """_train uses batch normalisation in training mode, also after an evaluation."""
    (model, _, _), _, trusted = train_both(student, rng, size=40, batch_size=8, batch_norm=True)
    reference.check_parameters(
        student, model, trusted,
        hint="If the steps of other networks are right: which of model.train() and model.eval() belongs in training?",
    )
    (model, _, _), _, trusted = train_both(student, rng, size=40, batch_size=8, batch_norm=True, evaluated=True)
    reference.check_parameters(
        student, model, trusted,
        hint="Here the model was evaluated by _test before. In which mode did _test leave it, and who sets the mode of an epoch?",
    )


@number("12")
@weight(4)
def test_test_reports_the_loss(student, rng):
    """_test reports the average loss of the loader's examples, even with a short last batch."""
    for size, batch_size in ((40, 8), (43, 8), (11, 11)):
        (pairs,) = reference.blobs(rng, size)
        settings = {"sizes": (6, 10, 3), "seed": reference.draw_seed(rng), "scale": 2.0}
        epoch = reference.test_epoch(probes.network(**settings), pairs, batch_size)
        answer = student.module("src.run_model")._test(student.tools.network(**settings), loader_of(student, pairs, batch_size))
        loss, _ = check.unpack(answer, 2, what="what _test returns")
        reference.check_loss(loss, epoch, what="the loss that _test reports",
                             hint="Average over the examples (or over the batches) the cross-entropy of the plain logits.")


@number("13")
@weight(4)
def test_test_counts_examples(student, rng):
    """_test reports the percentage of all examples that are right, even with a short last batch."""
    for size, batch_size in ((40, 8), (43, 8), (34, 11)):
        settings = {"sizes": (6, 10, 3), "seed": reference.draw_seed(rng), "scale": 2.0}
        trusted = probes.network(**settings)
        (pairs,) = reference.blobs(rng, size)
        x, last = pairs[0], size % batch_size
        guess = probes.predict(trusted, x).argmax(1)
        # Right in most full batches, wrong in most of the short one: then all ways of counting differ.
        right = torch.arange(size) < (size - last if last else size // 2)
        y = torch.where(right, guess, (guess + 1) % 3)
        epoch = reference.test_epoch(trusted, (x, y), batch_size)
        answer = student.module("src.run_model")._test(student.tools.network(**settings), loader_of(student, (x, y), batch_size))
        _, accuracy = check.unpack(answer, 2, what="what _test returns")
        reference.check_accuracy(accuracy, epoch, what="the accuracy that _test reports",
                                 hint="Every example counts the same, even in a short last batch; in percent.")


@number("14")
@weight(2)
def test_test_with_one_example_a_batch(student, rng):
    """_test works with one example per batch, and with a single example."""
    for size in (13, 1):
        (pairs,) = reference.blobs(rng, size)
        settings = {"sizes": (6, 10, 3), "seed": reference.draw_seed(rng), "scale": 2.0}
        trusted = probes.network(**settings)
        pairs = reference.partly_right(trusted, pairs, rng)
        epoch = reference.test_epoch(trusted, pairs, 1)
        answer = student.module("src.run_model")._test(student.tools.network(**settings), loader_of(student, pairs, 1))
        loss, accuracy = check.unpack(answer, 2, what="what _test returns")
        reference.check_loss(loss, epoch, what="the loss that _test reports")
        reference.check_accuracy(accuracy, epoch, what="the accuracy that _test reports")


def all_at_once(student, data):
    return student.tools.batches(student.tools.loader(data, 100))


@number("15")
@weight(3)
def test_dataset_on_random_arrays(student, rng):
    """MyDataset gives float32 and float64 inputs of any shape with their integer labels, in any order."""
    MyDataset = student.module("data.my_dataset").MyDataset
    for shape, dtype in (((11, 5), np.float32), ((7, 4, 4, 3), np.float64)):
        x = torch.randn(*shape, generator=rng).numpy().astype(dtype)
        y = torch.randint(10, shape[:1], generator=rng).numpy()
        for labels in (y, y.tolist()):
            data = MyDataset(x, labels)
            check.equal(len(data), shape[0], what="len(data)", hint="How many pairs are there?")
            index = int(torch.randint(1, shape[0], (1,), generator=rng))
            item = check.unpack(data[index], 2, what="an item", hint="An item is the pair (input, label), in this order.")
            check.shape(item[0], shape[1:], what="the input of an item", hint="Item number i is row i of x, unchanged.")
            # Float32 keeps 24 bits of a number: an error of 6e-8 of it.
            check.close(torch.as_tensor(item[0]).double(), torch.from_numpy(x[index]).double(), rtol=2e-7, atol=0,
                        what="the input of an item", hint="Item number i is row i of x, unchanged.")
            check.equal(check.number(item[1], what="the label of an item"), int(y[index]), what="the label of an item")
            doubles = [torch.from_numpy(x).double(), torch.from_numpy(y).double()]
            known = controls.Control(
                partial(all_at_once, student, student.tools.dataset(*doubles)),
                lambda found, pairs=doubles: controls.same([pairs], found) and found[0][1].dtype == torch.float64,
            )
            given = controls.ask(rng, partial(all_at_once, student, data), known)
            batches = check.unpack(given, 1, what="one batch of all")
            inputs, classes = check.unpack(batches[0], 2, what="a batch")
            check.close(check.tensor(inputs, what="the inputs of a batch").double(), torch.from_numpy(x).double(),
                        rtol=2e-7, atol=0, what="the inputs of a batch")
            check.equal(classes, torch.from_numpy(y), what="the labels of a batch",
                        hint="CrossEntropyLoss expects integer labels.")
            check.that(classes.dtype == torch.int64, "The labels of a batch should have the dtype int64.",
                       hint="Which integers does CrossEntropyLoss take as classes? Try it on one batch of your data set.")
