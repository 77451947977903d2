"""Probes of the convolution problem: calls without torch's own convolutions, and gradients along a direction."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import torch
from torch import nn
from torch.nn.modules.module import register_module_forward_hook
from torch.overrides import TorchFunctionMode


class _WithoutConvolutions(TorchFunctionMode):
    """Refuses every function of torch with "conv" in its name, however it was imported."""

    def __torch_function__(self, func: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
        name = getattr(func, "__name__", str(func))
        if "conv" in name.lower():
            raise RuntimeError(f"torch's own {name} cannot be used here: write this function from scratch.")
        return func(*args, **(kwargs or {}))


def by_hand(function: Callable[..., Any], *args: Any, **options: Any) -> Any:
    """Call ``function(*args, **options)`` on copies of the tensors, while torch's own convolutions raise an error.

    So a call of torch's convolution does not pass as the student's own. It is no proof: it does not see those of other
    libraries (they cut off the gradients, which other tests detect), and code written to get around it can do so.
    """
    copies = [value.clone() if isinstance(value, torch.Tensor) else value for value in args]
    with _WithoutConvolutions():
        return function(*copies, **options)


def gradients_along(
    function: Callable[..., Any], inputs: list[torch.Tensor], direction: torch.Tensor, **options: Any
) -> tuple[Any, list[torch.Tensor | None]]:
    """Return the output by hand, and the gradients of ``(output * direction).sum()`` with respect to each of ``inputs``.

    A gradient is None if the output does not depend on that input. The list is empty if it depends on none, or if the
    output does not have the shape of ``direction``.
    """
    leaves = [value.detach().clone().requires_grad_(True) for value in inputs]
    output = by_hand(function, *leaves, **options)
    if not isinstance(output, torch.Tensor) or not output.requires_grad or output.shape != direction.shape:
        return output, []
    found = torch.autograd.grad((output * direction).sum(), leaves, allow_unused=True)
    return output.detach(), list(found)


def with_layers(function: Callable[..., Any], *args: Any, **options: Any) -> tuple[Any, list[str]]:
    """Return ``function(*args, **options)``, and the names of the layers nn.Conv1d and nn.ConvTranspose1d that it called."""
    called: list[str] = []

    def note(module: nn.Module, _inputs: Any, _output: Any) -> None:
        called.extend(kind.__name__ for kind in (nn.Conv1d, nn.ConvTranspose1d) if isinstance(module, kind))

    hook = register_module_forward_hook(note)
    try:
        result = function(*args, **options)
    finally:
        hook.remove()
    return (result.detach() if isinstance(result, torch.Tensor) else result), called
