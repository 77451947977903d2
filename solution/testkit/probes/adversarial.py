"""Probes of the adversarial problem: a small convolutional network to attack, and networks and attacks that the test computes."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import torch
from torch import Tensor, nn

from testkit import check

PROBES = "testkit.probes.adversarial"


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


class _Answer(torch.autograd.Function):
    """A pass whose outputs and slopes come from the test: outputs (N, classes), slopes (N, classes, *sample)."""

    @staticmethod
    def forward(x: Tensor, ask: Callable[[Tensor], tuple[Tensor, Tensor]]) -> tuple[Tensor, Tensor]:
        outputs, slopes = ask(x.detach())
        return outputs, slopes

    @staticmethod
    def setup_context(ctx: Any, inputs: Any, output: Any) -> None:
        ctx.save_for_backward(output[1])
        ctx.mark_non_differentiable(output[1])

    @staticmethod
    def backward(ctx: Any, *gradients: Tensor) -> Any:
        (slopes,) = ctx.saved_tensors
        return torch.einsum("nc,nc...->n...", gradients[0], slopes), None


class Remote(nn.Module):
    """A model that the test computes: it sees every batch, and counts the passes itself."""

    def __init__(self, ask: Callable[[Tensor], tuple[Tensor, Tensor]]) -> None:
        super().__init__()
        self.ask = ask
        self.unused = nn.Parameter(torch.zeros(1))  # some attacks look for the device of the first parameter

    def forward(self, x: Tensor) -> Tensor:
        """Return the test's outputs for ``x``."""
        outputs: Tensor = _Answer.apply(x, self.ask)[0]  # type: ignore[no-untyped-call]
        return outputs


def remote(ask: Callable[[Tensor], tuple[Tensor, Tensor]]) -> Remote:
    """Return a model whose outputs and slopes ``ask`` gives for a batch."""
    return Remote(ask)


class Counted:
    """What the test gives to ``remote``: it computes ``model``, each sample for itself, and counts the passes."""

    def __init__(self, model: nn.Module) -> None:
        self.model, self.passes = model, 0

    def __call__(self, x: Tensor) -> tuple[Tensor, Tensor]:
        """Return the outputs for a batch, and the slope of every output with respect to its sample."""
        self.passes += 1
        leaf = x.detach().clone().requires_grad_()
        outputs = self.model(leaf)
        slopes = [torch.autograd.grad(column.sum(), leaf, retain_graph=True)[0] for column in outputs.unbind(1)]
        return outputs.detach(), torch.stack(slopes, 1)


def bind(attack: Callable[..., Any], **options: Any) -> Callable[..., Any]:
    """Return the attack with its options filled in, to be called as ``attack(model, x, y)``."""
    return partial(attack, **options)


def sloped(attack: Callable[..., Any]) -> Callable[..., Any]:
    """Return an attack that calls ``attack`` with the batch, its labels and the slope of the logits' sum; None without it."""

    def call(model: nn.Module, x: Tensor, y: Tensor) -> Any:
        leaf = x.detach().clone().requires_grad_()
        total = model(leaf).sum()
        slopes = torch.autograd.grad(total, leaf)[0] if total.requires_grad else None
        return attack(x, y, slopes)

    return call


class Replay:
    """An attack on the test's side that returns prepared batches in turn, and records its calls.

    Args:
        batches: the results.
        model: what the slopes are compared with; None if they do not matter.
    """

    def __init__(self, batches: list[Tensor], model: nn.Module) -> None:
        self.batches, self.model = batches, model
        self.sizes: list[int] = []
        self.gradients_on: list[bool] = []

    def __call__(self, x: Tensor, y: Tensor, slopes: Tensor | None) -> Tensor:
        """Return the next batch."""
        check.tensor(x, what="the batch that the attack gets from robust_accuracy")
        check.that(
            len(self.sizes) < len(self.batches), "robust_accuracy should call the attack once for each batch of the loader."
        )
        leaf = x.detach().clone().requires_grad_()
        expected = torch.autograd.grad(self.model(leaf).sum(), leaf)[0]
        self.sizes.append(len(x))
        self.gradients_on.append(slopes is not None and torch.allclose(slopes, expected))
        return self.batches[len(self.sizes) - 1]
