"""Instruments of the convolution problem: calls without torch's own convolutions, and gradients along a direction."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import torch
from torch import nn
from torch.nn.modules.module import register_module_forward_hook
from torch.overrides import TorchFunctionMode


class _WithoutConvolutions(TorchFunctionMode):
    """Refuses every function of torch that has "conv" in its name, however it was imported."""

    def __torch_function__(self, func: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
        name = getattr(func, "__name__", str(func))
        if "conv" in name.lower():
            raise RuntimeError(f"torch's own {name} cannot be used here: this function is to be written from scratch.")
        return func(*args, **(kwargs or {}))


def by_hand(function: Callable[..., Any], *args: Any, **options: Any) -> Any:
    """``function(*args, **options)`` on copies of the tensors, where torch's own convolutions cannot be called.

    This keeps a call of torch's convolution from passing for an own one. It is no proof: those of other libraries
    are not seen (they cut the gradients off, which other tests notice), and code that sets out to get around it can.
    """
    copies = [value.clone() if isinstance(value, torch.Tensor) else value for value in args]
    with _WithoutConvolutions():
        return function(*copies, **options)


def gradients_along(
    function: Callable[..., Any], inputs: list[torch.Tensor], direction: torch.Tensor, **options: Any
) -> tuple[Any, list[torch.Tensor | None]]:
    """The output by hand, and the gradients of ``(output * direction).sum()`` with respect to each of ``inputs``.

    A gradient is None where the output does not hang on that input. The list is empty where it hangs on none, or where
    the output does not have the shape of ``direction``.
    """
    leaves = [value.detach().clone().requires_grad_(True) for value in inputs]
    output = by_hand(function, *leaves, **options)
    if not isinstance(output, torch.Tensor) or not output.requires_grad or output.shape != direction.shape:
        return output, []
    found = torch.autograd.grad((output * direction).sum(), leaves, allow_unused=True)
    return output.detach(), list(found)


def with_layers(function: Callable[..., Any], *args: Any, **options: Any) -> tuple[Any, list[str]]:
    """``function(*args, **options)``, and which of nn.Conv1d and nn.ConvTranspose1d were called in it, by name."""
    called: list[str] = []

    def note(module: nn.Module, _inputs: Any, _output: Any) -> None:
        called.extend(kind.__name__ for kind in (nn.Conv1d, nn.ConvTranspose1d) if isinstance(module, kind))

    hook = register_module_forward_hook(note)
    try:
        result = function(*args, **options)
    finally:
        hook.remove()
    return (result.detach() if isinstance(result, torch.Tensor) else result), called
