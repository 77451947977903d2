"""Probes of the adversarial problem: a small convolutional network to attack, and the side effects of a call."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import torch
from torch import Tensor, nn


def victim(
    channels: int = 3,
    size: int = 8,
    classes: int = 5,
    *,
    seed: int = 0,
    dropout: float = 0.0,
    batch_norm: bool = False,
    scale: float = 1.5,
    dtype: str = "float64",
) -> nn.Sequential:
    """Return a convolutional classifier of (N, channels, size, size); equal arguments give equal weights everywhere.

    Args:
        seed: of the weights.
        dropout: probability before the last layer (0: none).
        batch_norm: a BatchNorm2d after the first convolution, with running statistics far from those of a batch.
        scale: of the weights; with larger ones the loss bends more between two steps.
        dtype: "float32" or "float64".
    """
    generator = torch.Generator().manual_seed(seed)
    layers: list[nn.Module] = [nn.Conv2d(channels, 8, 3, padding=1)]
    layers += [nn.BatchNorm2d(8)] if batch_norm else []
    layers += [nn.ReLU(), nn.MaxPool2d(2), nn.Conv2d(8, 12, 3, padding=1), nn.ReLU(), nn.Flatten()]
    layers += [nn.Dropout(dropout)] if dropout else []
    layers.append(nn.Linear(12 * (size // 2) ** 2, classes))
    model = nn.Sequential(*layers)
    with torch.no_grad():
        for layer in layers:
            if isinstance(layer, nn.BatchNorm2d):
                layer.running_mean.copy_(torch.randn(8, generator=generator, dtype=torch.float32) * 0.5)  # type: ignore[union-attr]
                layer.running_var.copy_(torch.rand(8, generator=generator, dtype=torch.float32) * 2 + 0.5)  # type: ignore[union-attr]
            elif isinstance(layer, (nn.Conv2d, nn.Linear)) and layer.bias is not None:
                inputs = layer.weight[0].numel()
                layer.weight.copy_(torch.randn(layer.weight.shape, generator=generator, dtype=torch.float32) * scale / inputs**0.5)
                layer.bias.copy_(torch.randn(layer.bias.shape, generator=generator, dtype=torch.float32) * 0.3)
    return model.to(getattr(torch, dtype))


def set_modes(model: nn.Module, modes: list[bool]) -> None:
    """Set ``training`` of the model and of every module in it, in order; a short list repeats from its start."""
    for index, module in enumerate(model.modules()):
        module.training = modes[index % len(modes)]


def give_gradients(model: nn.Module, seed: int, only_every: int = 1) -> None:
    """Put a random gradient into ``.grad`` of every parameter, or of every second one if ``only_every`` is 2."""
    generator = torch.Generator().manual_seed(seed)
    for index, parameter in enumerate(model.parameters()):
        values = torch.randn(parameter.shape, generator=generator, dtype=torch.float32).to(parameter)
        parameter.grad = values if index % only_every == 0 else None


def freeze(model: nn.Module, every: int = 2) -> None:
    """Turn ``requires_grad`` off for every second parameter."""
    for index, parameter in enumerate(model.parameters()):
        parameter.requires_grad_(index % every != 0)


def examine(attack: Callable[..., Any], model: nn.Module, x: Tensor, labels: Any, **options: Any) -> dict[str, Any]:
    """Call ``attack(model, x, labels, **options)`` and report its effects.

    Returns:
        ``result``, and a bool for each of: ``detached`` (the result belongs to no graph), ``x_kept`` and
        ``labels_kept`` (values and requires_grad), ``modes_kept`` (``training`` of every module), ``gradients_kept``
        (``.grad`` of every parameter and of x, absent ones included), ``parameters_kept`` (values of parameters and
        buffers, requires_grad of parameters).
    """

    def copy(value: Any) -> Any:
        return value.detach().clone() if isinstance(value, Tensor) else value

    def same(before: Any, after: Any) -> bool:
        if isinstance(before, Tensor) and isinstance(after, Tensor):
            return before.shape == after.shape and torch.equal(before, after.detach())
        return type(before) is type(after) and bool(before == after)

    x_before, labels_before, needed = copy(x), copy(labels), x.requires_grad
    modes = [module.training for module in model.modules()]
    gradients = [copy(parameter.grad) for parameter in model.parameters()]
    flags = [parameter.requires_grad for parameter in model.parameters()]
    state = {name: copy(value) for name, value in model.state_dict().items()}
    result = attack(model, x, labels, **options)
    return {
        "result": result.detach() if isinstance(result, Tensor) else result,
        "detached": isinstance(result, Tensor) and not result.requires_grad and result.grad_fn is None,
        "x_kept": same(x_before, x) and x.requires_grad is needed,
        "labels_kept": same(labels_before, labels),
        "modes_kept": modes == [module.training for module in model.modules()],
        "gradients_kept": x.grad is None
        and all(same(before, p.grad) for before, p in zip(gradients, model.parameters(), strict=True)),
        "parameters_kept": flags == [parameter.requires_grad for parameter in model.parameters()]
        and all(same(state[name], value) for name, value in model.state_dict().items()),
    }


def count_passes(attack: Callable[..., Any], model: nn.Module, *args: Any, **options: Any) -> tuple[Any, int]:
    """Return ``attack(model, *args, **options)`` and its number of forward passes of the model."""
    passes = 0

    def note(*_: Any) -> None:
        nonlocal passes
        passes += 1

    hook = model.register_forward_hook(note)
    try:
        result = attack(model, *args, **options)
    finally:
        hook.remove()
    return result, passes


def bind(attack: Callable[..., Any], **options: Any) -> Callable[..., Any]:
    """Return the attack with its options filled in, to be called as ``attack(model, x, y)``."""
    return partial(attack, **options)


class Replay:
    """An attack that returns prepared batches in turn, and records its calls."""

    def __init__(self, batches: list[Tensor]) -> None:
        self.batches = batches
        self.labels: list[Tensor] = []
        self.sizes: list[int] = []
        self.gradients_on: list[bool] = []

    def __call__(self, model: nn.Module, x: Tensor, y: Tensor) -> Tensor:
        self.labels.append(y.clone())
        self.sizes.append(len(x))
        self.gradients_on.append(torch.is_grad_enabled())
        return self.batches[len(self.sizes) - 1]


def replay(batches: list[Tensor]) -> Replay:
    """See ``Replay``."""
    return Replay(batches)
