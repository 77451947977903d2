"""Probes of the convolution problem: calls without torch's own convolutions, and gradients along a direction.

The functions that take ``student`` run beside the test. They ask the others, beside the student's code, with control questions.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import torch
from torch import nn
from torch.nn import functional as F
from torch.nn.modules.module import register_module_forward_hook
from torch.overrides import TorchFunctionMode

from testkit import controls

PROBES = "testkit.probes.convolution"


def ask_by_hand(student: Any, rng: torch.Generator, function: Callable[..., Any], *args: Any, **options: Any) -> Any:
    """Return ``by_hand(function, *args, **options)``; the control is a function that torch itself computes."""
    mine = student.module(PROBES)
    refused = controls.Control(lambda: controls.is_refused(mine.by_hand, mine.by_torch, *args, **options), bool)
    return controls.ask(rng, lambda: mine.by_hand(function, *args, **options), refused)


def ask_gradients_along(
    student: Any,
    rng: torch.Generator,
    function: Callable[..., Any],
    inputs: list[torch.Tensor],
    direction: torch.Tensor,
    **options: Any,
) -> Any:
    """Return ``gradients_along(...)``; controls are a function of torch's own, and one that cuts off its second gradient."""
    mine = student.module(PROBES)
    refused = controls.Control(
        lambda: controls.is_refused(mine.gradients_along, mine.by_torch, inputs, direction, **options), bool
    )
    cut = controls.Control(
        lambda: mine.gradients_along(mine.cut_off, [direction, inputs[1]], direction, **options),
        lambda answer: torch.equal(answer[1][0], 2 * direction) and answer[1][1] is None,
    )
    return controls.ask(rng, lambda: mine.gradients_along(function, inputs, direction, **options), refused, cut)


def ask_with_layers(
    student: Any, rng: torch.Generator, function: Callable[..., Any], *args: Any, **options: Any
) -> tuple[Any, ...]:
    """Return ``with_layers(...)``; controls are functions that call no layer and both."""
    mine = student.module(PROBES)
    none = controls.Control(lambda: mine.with_layers(mine.by_torch, *args, **options), lambda answer: answer[1] == [])
    both = controls.Control(
        lambda: mine.with_layers(mine.by_both_layers, *args, **options),
        lambda answer: answer[1] == ["ConvTranspose1d", "Conv1d"],
    )
    return controls.ask(rng, lambda: mine.with_layers(function, *args, **options), none, both)


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


def by_torch(*_: Any, **__: Any) -> torch.Tensor:
    """Compute a convolution by torch's own function, without a layer: the subject of control questions."""
    return F.conv1d(torch.ones(1, 1, 4, dtype=torch.float64), torch.ones(1, 1, 2, dtype=torch.float64))


def by_both_layers(*_: Any, **__: Any) -> torch.Tensor:
    """Call both layers: the subject of control questions."""
    turned = nn.ConvTranspose1d(1, 1, 2, dtype=torch.float64)(torch.ones(1, 1, 4, dtype=torch.float64))
    result: torch.Tensor = nn.Conv1d(1, 1, 2, dtype=torch.float64)(turned)
    return result


def cut_off(first: torch.Tensor, second: torch.Tensor, **_: Any) -> torch.Tensor:
    """Return a result on which only the first gradient reaches its input: the subject of control questions."""
    return 2 * first + second.detach().sum()


def counts_elements(function: Callable[..., Any], *geometry: int) -> str:
    """Return "yes" if torch can make a tensor of as many elements as ``function`` says, otherwise the class of what it says."""
    size = function(*geometry)
    try:
        torch.empty(size)
    except TypeError:
        return type(size).__name__
    return "yes"
