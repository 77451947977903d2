"""What tests that train a network have in common: real data, the accuracy on it, and the threshold that was measured."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import torch

from . import check
from .datasets import NoDataError, Pairs

__tracebackhide__ = True  # as in check


def load_real(name: str, load: Callable[[], tuple[Pairs, Pairs]]) -> tuple[Pairs, Pairs]:
    """Return real data.

    Args:
        name: of the data.
        load: a function of ``datasets`` or ``pictures``.

    Raises:
        CheckFailure: the data is not on this machine.
    """
    try:
        return load()
    except NoDataError as error:
        words = (
            f"{name} is not on this machine, so nothing was measured. This is not your mistake; please tell the staff."
        )
        raise check.CheckFailure(words, str(error)) from None


def evaluate(student: Any, model: Any, x: torch.Tensor, classes: int = 10) -> torch.Tensor:
    """Return the logits of a network of the student's in evaluation mode, shape (N, classes).

    Args:
        student: the fixture ``student``.
        model: the network, on any device.
        x: its inputs, shape (N, ...).
        classes: how many there are.

    Raises:
        CheckFailure: what came is no finite tensor of that shape.
    """
    logits = check.tensor(student.tools.evaluate(model, x), what="the output for the test pictures")
    check.shape(logits, (len(x), classes), what="the output for the test pictures")
    return logits


def measure_accuracy(student: Any, model: Any, x: torch.Tensor, y: torch.Tensor, classes: int = 10) -> float:
    """Return the share, 0 to 1, of inputs whose largest logit is that of their class.

    Args:
        student: the fixture ``student``.
        model: the network, on any device.
        x: its inputs, shape (N, ...).
        y: the classes from 0, int64; shape (N,). They stay on this side.
        classes: how many there are.

    Raises:
        CheckFailure: what came is no finite logits of shape (N, classes).
    """
    return float((evaluate(student, model, x, classes).argmax(1) == y).double().mean())


def read_threshold(suite: str) -> float:
    """Return the threshold that ``make calibrate`` measured for a hidden test file.

    Args:
        suite: the file's own ``__file__``; ``calibration.json`` lies beside it.
    """
    path = Path(suite)
    calibration = json.loads(path.with_name("calibration.json").read_text(encoding="utf-8"))
    return float(calibration[path.name]["threshold"])
