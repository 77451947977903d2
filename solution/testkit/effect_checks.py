"""Judge what a call changes besides its result: its arguments, and the modes, gradients, weights, buffers and hooks of a model."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from importlib import import_module
from typing import Any

import torch
from torch import Tensor, nn

from . import controls
from .probes import effects

__tracebackhide__ = True  # as in check

EFFECTS = ("detached", "x_kept", "labels_kept", "modes_kept", "gradients_kept", "parameters_kept", "hooks_kept")
ORDER = ("x", "y", "model")  # of a function's arguments


def ask_effects(
    student: Any,
    rng: torch.Generator,
    function: Any,
    make: Callable[[Callable[[str], Any]], nn.Module],
    x: Tensor,
    y: Tensor,
    *options: Any,
    order: Sequence[str] = ORDER,
    **named: Any,
) -> dict[str, Any]:
    """Call a function of the student's and judge what it changes; controls are functions that change a random part of it.

    Args:
        student: the fixture ``student``.
        rng: the test's own generator.
        function: the student's, called as ``probes.effects.examine`` says.
        make: returns the model; its argument imports a module by name, here or beside the student's code.
        x: a batch.
        y: labels or targets, a tensor.
        *options: of the function.
        order: of the function's first three arguments.
        **named: options of the function by name.

    Returns:
        ``result``, and a bool for each of ``EFFECTS``: ``detached`` (the result belongs to no graph), ``x_kept`` and
        ``labels_kept`` (values and requires_grad), ``modes_kept`` (``training`` of every module), ``gradients_kept``
        (``.grad`` of every parameter and of x, absent ones included), ``parameters_kept`` (values of parameters and
        buffers, requires_grad of parameters), ``hooks_kept`` (their number).

    Raises:
        ControlFailure: the answer to a control question was wrong.
    """
    mine, before = student.module(effects.__name__), effects.state(make(import_module))

    def call(subject: Any) -> Any:
        return mine.examine(subject, order, controls.copy(x), controls.copy(y), make(student.module), *options, **named)

    def judge(seen: Any) -> dict[str, bool]:
        changes = controls.changed(before, seen["state"])
        gradients = [name for name in changes if name.startswith("gradient of ")]
        return {
            "detached": isinstance(seen["result"], Tensor) and not seen["result"].requires_grad,
            "x_kept": controls.same(x, seen["x"]) and seen["x"].requires_grad is x.requires_grad,
            "labels_kept": controls.same(y, seen["labels"]),
            "modes_kept": "modes" not in changes,
            "gradients_kept": seen["gradient"] is None and not gradients,
            "parameters_kept": not {*changes} - {*gradients, "modes", "hooks"},
            "hooks_kept": "hooks" not in changes,
        }

    part = [name for name in EFFECTS if torch.rand((), generator=rng) < 0.5]
    rest = [name for name in EFFECTS if name not in part]
    known = [
        controls.Control(
            lambda wrong=wrong: call(mine.meddler(order, *wrong)),  # type: ignore[misc]
            lambda seen, wrong=wrong: judge(seen) == {name: name not in wrong for name in EFFECTS},  # type: ignore[misc]
        )
        for wrong in (part, rest)
    ]
    seen = controls.ask(rng, lambda: call(function), *known)
    return {"result": seen["result"].detach() if isinstance(seen["result"], Tensor) else seen["result"], **judge(seen)}


def ask_state(
    student: Any, rng: torch.Generator, model: Any, make: Callable[[Callable[[str], Any], int], nn.Module]
) -> dict[str, Any]:
    """Return ``probes.effects.state(model)`` of a network beside the student's code; the control is another network.

    Args:
        student: the fixture ``student``.
        rng: the test's own generator.
        model: a network beside the student's code.
        make: returns the other network; its arguments are that of ``ask_effects``, and a seed.

    Raises:
        ControlFailure: the answer to the control question was wrong.
    """
    mine, seed = student.module(effects.__name__), int(torch.randint(2**31, (), generator=rng))
    other, expected = make(student.module, seed), effects.state(make(import_module, seed))
    known = controls.Control(lambda: mine.state(other), lambda answer: not controls.changed(expected, answer))
    return controls.ask(rng, lambda: mine.state(model), known)
