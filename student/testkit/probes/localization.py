"""Probes of the localization problem: a small network to look into, and what a call changes besides its result."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any

import torch
from torch import Tensor, nn

from testkit import controls
from testkit.probes import dirty

PROBES = "testkit.probes.localization"
EFFECTS = ("detached", "x_kept", "labels_kept", "modes_kept", "gradients_kept", "parameters_kept", "hooks_kept")


def victim(
    channels: int = 3, maps: int = 16, classes: int = 5, *, seed: int = 0, nested: bool = False, dropout: float = 0.0,
    batch_norm: bool = False, dtype: str = "float64",
) -> nn.Module:
    """Return a classifier that averages its last feature map; equal arguments give equal weights everywhere.

    Args:
        channels: of the pictures, whose sides are halved once.
        maps: channels of the last feature map.
        classes: how many.
        seed: of the weights.
        nested: layers under names, as torchvision's MobileNetV2 has them, in place of a Sequential with an AdaptiveAvgPool2d.
        dropout: probability before the linear layer (0: none).
        batch_norm: a BatchNorm2d after the first convolution, with running statistics far from those of a batch.
        dtype: "float32" or "float64".
    """
    generator = torch.Generator().manual_seed(seed)
    body: list[nn.Module] = [nn.Conv2d(channels, 8, 3, padding=1)]
    body += [nn.BatchNorm2d(8)] if batch_norm else []
    body += [nn.ReLU(), nn.MaxPool2d(2), nn.Conv2d(8, maps, 3, padding=1), nn.Tanh()]
    head: list[nn.Module] = [nn.Dropout(dropout)] if dropout else []
    head.append(nn.Linear(maps, classes))
    model = Named(body, head) if nested else nn.Sequential(*body, nn.AdaptiveAvgPool2d(1), nn.Flatten(), *head)
    with torch.no_grad():
        for name, value in model.state_dict().items():
            if value.dtype == torch.int64:
                continue
            drawn = torch.randn(value.shape, generator=generator, dtype=torch.float32)
            if "running_var" in name:
                drawn = drawn.abs() + 0.5
            value.copy_(drawn / value[0].numel() ** 0.5 * 1.5 if value.ndim > 1 else drawn)
    return model.to(getattr(torch, dtype))


class Named(nn.Module):
    """A classifier with parts called features and classifier; the average over the map is no layer of it."""

    def __init__(self, body: list[nn.Module], head: list[nn.Module]) -> None:
        super().__init__()
        self.features, self.classifier = nn.Sequential(*body), nn.Sequential(*head)

    def forward(self, x: Tensor) -> Tensor:
        """Return the logits."""
        logits: Tensor = self.classifier(self.features(x).mean((2, 3)))
        return logits


def linear_part(channels: int, values: list[Any]) -> nn.Module:
    """Return a network whose last feature map is the picture itself, with these weights and biases of its linear layer."""
    model = nn.Sequential(nn.Identity(), nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(channels, len(values[1])))
    with torch.no_grad():
        model[3].weight.copy_(torch.as_tensor(values[0]))  # type: ignore[operator,union-attr]
        model[3].bias.copy_(torch.as_tensor(values[1]))  # type: ignore[operator,union-attr]
    return model.double()


def training_flags(model: nn.Module) -> list[bool]:
    """Return the mode of every module."""
    return [module.training for module in model.modules()]


def change_weights(model: nn.Module) -> None:
    """Add one to every parameter: what shares them changes too."""
    with torch.no_grad():
        for parameter in model.parameters():
            parameter.add_(1)


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


def examine(function: Callable[..., Any], x: Tensor, y: Tensor, model: nn.Module) -> dict[str, Any]:
    """Call ``function(model, x, y)``, and return its result, its arguments and the model's state afterwards."""
    result = function(model, x, y)
    return {"result": result, "x": x, "gradient": x.grad, "labels": y, **state(model)}


def meddler(*effects: str) -> Callable[..., Tensor]:
    """Return a function that changes what it must not change: the subject of control questions."""

    def function(model: nn.Module, x: Tensor, y: Tensor) -> Tensor:
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
    student: Any, rng: torch.Generator, function: Any, make: Callable[[Any], nn.Module], x: Tensor, y: Tensor
) -> dict[str, Any]:
    """Call a function of the student's and judge what it changes; controls are functions that change a random part of it.

    Args:
        student: the fixture ``student``.
        rng: the test's own generator.
        function: the student's, called with the model, x and y.
        make: returns the model; its argument is this module, here or beside the student's code.
        x: a batch.
        y: classes, a tensor.

    Returns:
        ``result``, and a bool for each of ``EFFECTS``.
    """
    mine, before = student.module(PROBES), state(make(sys.modules[__name__]))

    def call(subject: Any) -> Any:
        return mine.examine(subject, controls.copy(x), controls.copy(y), make(mine))

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
