"""What a call changes besides its result: its arguments, and the modes, gradients, weights, buffers and hooks of a model.

``ask_effects`` and ``ask_state`` run beside the test, the rest beside the student's code.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from importlib import import_module
from typing import Any

import torch
from torch import Tensor, nn

from testkit import controls
from testkit.probes import dirty

EFFECTS = ("detached", "x_kept", "labels_kept", "modes_kept", "gradients_kept", "parameters_kept", "hooks_kept")
ORDER = ("x", "y", "model")  # of a function's arguments


def set_modes(model: nn.Module, modes: Sequence[bool]) -> None:
    """Set ``training`` of the model and of every module in it, in order; a short list repeats from its start."""
    for index, module in enumerate(model.modules()):
        module.training = modes[index % len(modes)]


def prepare(model: nn.Module, modes: Sequence[bool], seed: int) -> nn.Module:
    """Set modes, freeze every third parameter, and put a random gradient into every second one; return the model."""
    generator = torch.Generator().manual_seed(seed)
    for index, parameter in enumerate(model.parameters()):
        parameter.requires_grad_(index % 3 != 0)
        values = torch.randn(parameter.shape, generator=generator, dtype=torch.float32).to(parameter)
        parameter.grad = values if index % 2 == 0 else None
    set_modes(model, modes)
    return model


def state(model: nn.Module) -> dict[str, Any]:
    """Return by value what of a model a call may have changed.

    Returns:
        ``modes`` (``training`` of every module), ``hooks`` (how many there are), ``gradient of <name>`` and ``need of <name>``
        (``requires_grad``) for every parameter, and the values of parameters and buffers by their own names.
    """
    kinds = ("_forward_hooks", "_forward_pre_hooks", "_backward_hooks", "_backward_pre_hooks")
    found: dict[str, Any] = {name: value.detach().clone() for name, value in model.state_dict().items()}
    found["modes"] = [module.training for module in model.modules()]
    found["hooks"] = sum(len(getattr(module, kind)) for module in model.modules() for kind in kinds)
    for name, parameter in model.named_parameters():
        found[f"gradient of {name}"] = controls.copy(parameter.grad)
        found[f"need of {name}"] = parameter.requires_grad
    return found


def examine(
    function: Callable[..., Any], order: Sequence[str], x: Tensor, y: Any, model: nn.Module, *options: Any, **named: Any
) -> dict[str, Any]:
    """Call a function, and return its result, its arguments and the model's state afterwards.

    Args:
        function: is called with x, y and the model in this order, then with the options.
        order: of the names "x", "y" and "model".
        x: a batch.
        y: labels or targets.
        model: what the function uses.
        *options: further arguments.
        **named: further arguments by name.
    """
    given = {"x": x, "y": y, "model": model}
    result = function(*(given[name] for name in order), *options, **named)
    return {"result": result, "x": x, "gradient": x.grad, "labels": y, "state": state(model)}


def meddler(order: Sequence[str], *effects: str) -> Callable[..., Tensor]:
    """Return a function that changes what it must not change: the subject of control questions."""

    def function(*arguments: Any, **_: Any) -> Tensor:
        given = dict(zip(order, arguments, strict=False))  # without the options
        x, model = given["x"], given["model"]
        first = next(model.parameters())
        for name, value in (("x_kept", x), ("labels_kept", given["y"]), ("parameters_kept", first)):
            if name in effects:
                dirty.spoil(value)
        if "modes_kept" in effects:
            model.training = not model.training
        if "gradients_kept" in effects:
            first.grad = torch.full_like(first, 0.5)
        if "hooks_kept" in effects:
            model.register_forward_hook(lambda *_: None)
        kept: Tensor = x.detach().clone().requires_grad_("detached" in effects)
        return kept

    return function


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
        function: the student's, called as ``examine`` says.
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
    mine, before = student.module(__name__), state(make(import_module))

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
            lambda effects=effects: call(mine.meddler(order, *effects)),  # type: ignore[misc]
            lambda seen, effects=effects: judge(seen) == {name: name not in effects for name in EFFECTS},  # type: ignore[misc]
        )
        for effects in (part, rest)
    ]
    seen = controls.ask(rng, lambda: call(function), *known)
    return {"result": seen["result"].detach() if isinstance(seen["result"], Tensor) else seen["result"], **judge(seen)}


def ask_state(
    student: Any, rng: torch.Generator, model: Any, make: Callable[[Callable[[str], Any], int], nn.Module]
) -> dict[str, Any]:
    """Return ``state(model)`` of a network beside the student's code; the control is another one, whose state is known here.

    Args:
        student: the fixture ``student``.
        rng: the test's own generator.
        model: a network beside the student's code.
        make: returns the other network; its arguments are that of ``ask_effects``, and a seed.

    Raises:
        ControlFailure: the answer to the control question was wrong.
    """
    mine, seed = student.module(__name__), int(torch.randint(2**31, (), generator=rng))
    other, expected = make(student.module, seed), state(make(import_module, seed))
    known = controls.Control(lambda: mine.state(other), lambda answer: not controls.changed(expected, answer))
    return controls.ask(rng, lambda: mine.state(model), known)
