"""A training on the photographs of CIFAR-10, as every suite for a GPU runner has it. Never shipped to students or workers."""

from __future__ import annotations

from typing import Any

from testkit import check, pictures


def train_and_test(student: Any, seed: int, model: Any, device: str, *, train_size: int, test_size: int, **options: Any) -> float:
    """Train a network on some of CIFAR-10's training pictures and return its accuracy, 0 to 1, on some of its test pictures.

    Args:
        student: the fixture ``student``.
        seed: of the order.
        model: the student's network, whose lazy layers have their shapes.
        device: of the test.
        train_size: the first so many pictures train; the files have them in random order.
        test_size: the first so many pictures test.
        **options: of the training in probes.py.
    """
    try:
        (x, y), (test_x, test_y) = pictures.cifar10()
    except pictures.NoDataError as error:
        check.fail("CIFAR-10 is not on this machine, so nothing was measured. This is not your mistake; please tell the staff.",
                   values=str(error))
    model = model.to(device)
    train = student.module("testkit.probes.cifar_cnn").train
    train(model, 2 * x[:train_size] - 1, y[:train_size], seed=seed, **options)
    test_x, test_y = test_x[:test_size], test_y[:test_size]
    logits = check.tensor(student.tools.evaluate(model, 2 * test_x - 1), what="the output for the test pictures")
    check.shape(logits, (len(test_x), 10), what="the output for the test pictures")
    return float((logits.argmax(1) == test_y).double().mean())
