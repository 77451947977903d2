"""What a call changes besides its result, beside the student's code; ``testkit.effect_checks`` asks for it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import torch
from torch import Tensor, nn

from testkit.probes import dirty


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
        found[f"gradient of {name}"] = None if parameter.grad is None else parameter.grad.clone()
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
