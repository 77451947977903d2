"""Probes of the fooling problem: what a call changes besides its result."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any

import torch
from torch import Tensor, nn

from testkit import controls
from testkit.probes import dirty

PROBES = "testkit.probes.fooling"
EFFECTS = ("detached", "x_kept", "labels_kept", "modes_kept", "gradients_kept", "parameters_kept", "hooks_kept")


def set_modes(model: nn.Module, modes: list[bool]) -> None:
    """Set ``training`` of the model and of every module in it, in order; a short list repeats from its start."""
    for index, module in enumerate(model.modules()):
        module.training = modes[index % len(modes)]


def prepare(model: nn.Module, modes: list[bool], seed: int) -> nn.Module:
    """Set modes, freeze every third parameter, and put a random gradient into every second one; return the model."""
    generator = torch.Generator().manual_seed(seed)
    for index, parameter in enumerate(model.parameters()):
        parameter.requires_grad_(index % 3 != 0)
        values = torch.randn(parameter.shape, generator=generator, dtype=torch.float32).to(parameter)
        parameter.grad = values if index % 2 == 0 else None
    set_modes(model, modes)
    return model


def state(model: nn.Module) -> dict[str, Any]:
    """Return by value what of a model must not change: modes, gradients, needs of gradients, weights, buffers, number of hooks."""
    return {
        "modes": [module.training for module in model.modules()],
        "gradients": [controls.copy(parameter.grad) for parameter in model.parameters()],
        "needed": [parameter.requires_grad for parameter in model.parameters()],
        "values": {name: value.detach().clone() for name, value in model.state_dict().items()},
        "hooks": sum(
            len(getattr(module, kind))
            for module in model.modules()
            for kind in ("_forward_hooks", "_forward_pre_hooks", "_backward_hooks", "_backward_pre_hooks")
        ),
    }


def examine(function: Callable[..., Any], x: Tensor, y: Tensor, model: nn.Module, *options: Any) -> dict[str, Any]:
    """Call ``function(x, y, model, *options)``, and return its result, its arguments and the model's state afterwards."""
    result = function(x, y, model, *options)
    return {"result": result, "x": x, "gradient": x.grad, "labels": y, **state(model)}


def meddler(*effects: str) -> Callable[..., Tensor]:
    """Return a function that changes what it must not change: the subject of control questions."""

    def function(x: Tensor, y: Tensor, model: nn.Module, *_: Any) -> Tensor:
        first = next(model.parameters())
        for name, value in (("x_kept", x), ("labels_kept", y), ("parameters_kept", first)):
            if name in effects:
                dirty.spoil(value)
        if "modes_kept" in effects:
            model.training = not model.training
        if "gradients_kept" in effects:
            first.grad = torch.full_like(first, 0.5)
        if "hooks_kept" in effects:
            model.register_forward_hook(lambda *_: None)
        return x.detach().clone().requires_grad_("detached" in effects)

    return function


def ask_effects(
    student: Any, rng: torch.Generator, function: Any, make: Callable[[Any], nn.Module], x: Tensor, y: Tensor, *options: Any
) -> dict[str, Any]:
    """Call a function of the student's and judge what it changes; controls are functions that change a random part of it.

    Args:
        student: the fixture ``student``.
        rng: the test's own generator.
        function: the student's, called with x, y, the model and the options.
        make: returns the model; its argument is this module and ``student.tools``, or what stands for them here.
        x: a batch.
        y: targets, a tensor.
        *options: of the function.

    Returns:
        ``result``, and a bool for each of ``EFFECTS``.
    """
    from testkit import probes as tools

    mine, before = student.module(PROBES), state(make((sys.modules[__name__], tools)))

    def call(subject: Any) -> Any:
        return mine.examine(subject, controls.copy(x), controls.copy(y), make((mine, student.tools)), *options)

    def judge(seen: Any) -> dict[str, bool]:
        return {
            "detached": isinstance(seen["result"], Tensor) and not seen["result"].requires_grad,
            "x_kept": controls.same(x, seen["x"]) and seen["x"].requires_grad is x.requires_grad,
            "labels_kept": controls.same(y, seen["labels"]),
            "modes_kept": controls.same(before["modes"], seen["modes"]),
            "gradients_kept": seen["gradient"] is None and controls.same(before["gradients"], seen["gradients"]),
            "parameters_kept": controls.same(before["needed"], seen["needed"])
            and controls.same(before["values"], seen["values"]),
            "hooks_kept": seen["hooks"] == before["hooks"],
        }

    part = [name for name in EFFECTS if torch.rand((), generator=rng) < 0.5]
    rest = [name for name in EFFECTS if name not in part]
    known = [
        controls.Control(
            lambda effects=effects: call(mine.meddler(*effects)),  # type: ignore[misc]
            lambda seen, effects=effects: judge(seen) == {name: name not in effects for name in EFFECTS},  # type: ignore[misc]
        )
        for effects in (part, rest)
    ]
    seen = controls.ask(rng, lambda: call(function), *known)
    return {"result": seen["result"].detach() if isinstance(seen["result"], Tensor) else seen["result"], **judge(seen)}
