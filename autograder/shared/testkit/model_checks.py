"""Checks of networks that several problems make."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import torch

from . import check, controls

__tracebackhide__ = True  # as in check


def check_independence(student: Any, rng: torch.Generator, make: Callable[[], Any]) -> None:
    """Require two new networks to share no weights, and to start with different ones.

    Args:
        student: the fixture ``student``.
        rng: the test's own generator.
        make: returns a new network of the student's, whose lazy layers have their shapes.

    Raises:
        CheckFailure: they share weights, or start with the same ones.
    """
    hint = "Create the layers in __init__, so that every model has its own"
    one, other = make(), make()
    before, begun = controls.ask_parameters(student, rng, one), controls.ask_parameters(student, rng, other)
    weights = [(a, begun.get(name)) for name, a in before.items() if a.ndim > 1]  # biases may start at a constant
    check.that(
        bool(weights) and all(b is None or not torch.equal(a, b) for a, b in weights),
        "Two new models should have their own random weights.",
        hint=f"{hint}: later you compare trainings.",
    )
    student.tools.load_parameters(other, [torch.zeros_like(value) for value in begun.values()])
    after = student.tools.parameters(one)
    check.that(
        all(torch.equal(after[name], value) for name, value in before.items()),
        "Changing the weights of one model should not change the other model.",
        hint=f"{hint}.",
    )


def check_loss_gradients(
    student: Any,
    rng: torch.Generator,
    model: Any,
    x: torch.Tensor,
    y: torch.Tensor,
    expected: dict[str, torch.Tensor],
    **tolerances: float,
) -> None:
    """Require the gradient of the cross-entropy to reach parameters, and to be what the test computed.

    Args:
        student: the fixture ``student``.
        rng: the test's own generator.
        model: the student's classifier, with weights that the test chose.
        x: a batch of its inputs.
        y: labels, int64; shape (N,).
        expected: the gradients by the student's names of the parameters.
        **tolerances: of ``check.close``.

    Raises:
        CheckFailure: a gradient is missing or wrong.
    """
    claimed = controls.ask_loss_gradients(student, rng, model, x, y)
    check.that(
        all(claimed.get(name) is not None for name in expected),
        "The gradient of the loss should reach every weight and every bias.",
        hint="All steps from the picture to the logits must be PyTorch operations: no detach, no .data, no NumPy.",
    )
    for name, slope in expected.items():
        check.close(claimed[name], slope, what="the gradient for a weight or bias", **tolerances)
