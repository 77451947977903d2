"""Probes that look into a student's objects."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import torch
from torch import nn
from torch.nn import functional


def is_module(value: object) -> bool:
    """Return whether ``value`` is a torch.nn.Module."""
    return isinstance(value, nn.Module)


def is_instance(value: object, cls: type) -> bool:
    """Return ``isinstance(value, cls)``, for objects that never leave this process."""
    return isinstance(value, cls)


def length(value: Any) -> int:
    """Return ``len(value)``."""
    return len(value)


def dtype_of(value: Any) -> str:
    """Return the name of the dtype of a tensor, array or of a module's first parameter, such as "float32"."""
    if isinstance(value, nn.Module):
        value = next(value.parameters())
    return str(value.dtype).removeprefix("torch.")


def parameters(model: nn.Module) -> dict[str, torch.Tensor]:
    """Return copies of all parameters by name, in the order in which they are registered."""
    return {name: parameter.detach().clone() for name, parameter in model.named_parameters()}


def load_parameters(model: nn.Module, values: Iterable[torch.Tensor]) -> None:
    """Set the parameters, in the order in which they are registered, to ``values`` of the same shapes."""
    new = list(values)
    old = list(model.parameters())
    if [tuple(p.shape) for p in old] != [tuple(v.shape) for v in new]:
        raise ValueError(f"the model's parameters have shapes {[tuple(p.shape) for p in old]}")
    with torch.no_grad():
        for parameter, value in zip(old, new, strict=True):
            parameter.copy_(value)


def parameter_count(model: nn.Module) -> int:
    """Return the number of trainable scalars."""
    return sum(parameter.numel() for parameter in model.parameters() if parameter.requires_grad)


def predict(model: nn.Module, x: torch.Tensor, train: bool = False) -> torch.Tensor:
    """Return ``model(x)``, computed without gradients, and leave the model in the mode in which it was.

    Args:
        model: the model.
        x: a batch of its inputs.
        train: compute in training mode, not in evaluation mode.
    """
    modes = {module: module.training for module in model.modules()}
    model.train(train)
    try:
        with torch.no_grad():
            return model(x)
    finally:
        for module, mode in modes.items():
            module.training = mode


def evaluate(model: nn.Module, x: torch.Tensor, batch_size: int = 500) -> torch.Tensor:
    """Return the outputs for all of ``x`` in evaluation mode, computed batch by batch on the model's own device.

    Args:
        model: a classifier.
        x: inputs; shape (N, ...).
        batch_size: inputs computed at once.

    Returns:
        Logits on the CPU; shape (N, classes).
    """
    place = next((parameter.device for parameter in model.parameters()), x.device)
    return torch.cat([predict(model, part.to(place)).cpu() for part in x.split(batch_size)])


def gradients(function: Callable[..., torch.Tensor], *inputs: torch.Tensor) -> list[torch.Tensor]:
    """Return the gradients of ``function(*inputs).sum()`` with respect to each of ``inputs``."""
    leaves = [value.detach().clone().requires_grad_(True) for value in inputs]
    return list(torch.autograd.grad(function(*leaves).sum(), leaves))


def loss_gradients(model: nn.Module, x: torch.Tensor, y: torch.Tensor) -> dict[str, torch.Tensor | None]:
    """Return the gradient of a classifier's cross-entropy for every parameter by name; None if it has none.

    Args:
        model: a classifier, whose earlier gradients are lost.
        x: inputs; shape (N, ...).
        y: labels, int64; shape (N,).
    """
    model.zero_grad()
    functional.cross_entropy(model(x), y).backward()
    return {name: None if p.grad is None else p.grad.detach().clone() for name, p in model.named_parameters()}


def layers_in_use(model: nn.Module, x: torch.Tensor) -> list[tuple[str, dict[str, str]]]:
    """Return the layers that have parameters of their own, in the order in which a forward pass of ``x`` first calls them.

    The pass is in evaluation mode, and lazy layers take their shape from it.

    Returns:
        For each layer the name of its type, such as "Conv2d", and the model's names of its parameters by the layer's own:
        ``{"weight": "body.0.weight", "bias": "body.0.bias"}``.
    """
    called: list[nn.Module] = []

    def note(module: nn.Module, *_: Any) -> None:
        if module not in called:
            called.append(module)

    hooks = [module.register_forward_hook(note) for module in model.modules()]
    try:
        predict(model, x)
    finally:
        for hook in hooks:
            hook.remove()
    prefixes = {module: f"{name}." if name else "" for name, module in model.named_modules()}
    found = []
    for module in called:
        own = {name: prefixes[module] + name for name, _ in module.named_parameters(recurse=False)}
        if own:
            found.append((type(module).__name__, own))
    return found


def has_gradients(model: nn.Module) -> bool:
    """Return whether any parameter holds a gradient other than zero."""
    return any(p.grad is not None and bool(p.grad.abs().sum() > 0) for p in model.parameters())


def in_training_mode(model: nn.Module) -> list[bool]:
    """Return ``training`` of the model and of every module in it, in order."""
    return [module.training for module in model.modules()]


def layer_shapes(model: nn.Module, x: torch.Tensor) -> list[tuple[str, tuple[int, ...]]]:
    """Return (type name, output shape) of every leaf module, in the order in which a forward pass of ``x`` reaches them."""
    seen: list[tuple[str, tuple[int, ...]]] = []

    def note(module: nn.Module, _: Any, output: Any) -> None:
        if isinstance(output, torch.Tensor):
            seen.append((type(module).__name__, tuple(output.shape)))

    hooks = [module.register_forward_hook(note) for module in model.modules() if not list(module.children())]
    try:
        predict(model, x)
    finally:
        for hook in hooks:
            hook.remove()
    return seen


def batches(loader: Iterable[Any]) -> list[Any]:
    """Return everything that an iterable yields, as a list."""
    return [list(item) if isinstance(item, (tuple, list)) else item for item in loader]


def call_keeping_inputs(
    function: Callable[..., Any], *args: Any, **kwargs: Any
) -> tuple[Any, list[Any], dict[str, Any]]:
    """Call a function, and return its arguments as they are afterwards; ``testkit.controls`` compares them.

    Args:
        function: what is called.
        *args: its positional arguments.
        **kwargs: its keyword arguments.

    Returns:
        What the function returned, its positional and its keyword arguments.
    """
    result = function(*args, **kwargs)
    return result, list(args), kwargs
