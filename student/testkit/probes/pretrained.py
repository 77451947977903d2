"""Probes of the problem on pretrained networks: pictures cannot cross to student code, so they are made beside it."""

from __future__ import annotations

import io
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import torch
from PIL import Image
from torch import Tensor, nn

from testkit import effect_checks

PROBES = "testkit.probes.pretrained"


def make_image(pixels: np.ndarray, mode: str = "RGB", orientation: int = 1) -> Image.Image:
    """Make a picture.

    Args:
        pixels: bytes of shape (H, W, 3), or uint16 of shape (H, W) for a picture of 16 bits.
        mode: of Pillow, into which the colours are changed; for 16 bits "I;16", or "I" as older versions of Pillow read a PNG.
        orientation: as the EXIF tag has it, 1 to 8.

    Returns:
        The picture as Pillow reads it from a PNG where it has an orientation, else as it is.
    """
    if mode.startswith("I"):
        height, width = pixels.shape
        image = Image.frombytes("I;16", (width, height), np.ascontiguousarray(pixels.astype("<u2")).tobytes()).convert(mode)
    else:
        image = Image.fromarray(np.ascontiguousarray(pixels))
        if mode == "RGBA":
            image.putalpha(Image.fromarray(np.ascontiguousarray(pixels[:, :, 1])))
        elif mode != "RGB":
            image = image.convert(mode)
    if orientation == 1:
        return image
    exif = Image.Exif()
    exif[0x0112] = orientation
    file = io.BytesIO()
    image.save(file, "png", exif=exif.tobytes())
    return Image.open(file)


def preprocess(function: Callable[..., Any], pixels: np.ndarray, mode: str, orientation: int, *arguments: Any) -> Any:
    """Call the student's ``preprocess`` with a picture of these pixels."""
    return function(make_image(pixels, mode, orientation), *arguments)


def load(function: Callable[..., Any], name: str, content: bytes | None) -> tuple[str, Any, str]:
    """Write a file and call the student's ``load_image`` with its path.

    Args:
        function: the student's.
        name: of the file.
        content: what is written; None for no file.

    Returns:
        ("picture", its pixels as RGB, its mode), or (the name of the exception's class, its message without
        the folder, "").
    """
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        if content is not None:
            path.write_bytes(content)
        try:
            image = function(str(path))
            return "picture", np.asarray(image.convert("RGB")), image.mode
        except FileNotFoundError:
            return "FileNotFoundError", "", ""
        except ValueError as error:
            said = str(error).replace(folder, "")  # it is another one in every run
            return ("ValueError" if type(error) is ValueError else "another", said, "")
        except Exception:
            return "another", "", ""


class FixedLogits(nn.Module):
    """Answers each picture with the same logits."""

    def __init__(self, logits: list[float]) -> None:
        super().__init__()
        self.logits = nn.Parameter(torch.tensor(logits))

    def forward(self, x: Tensor) -> Tensor:
        """Map (N, 3, H, W) to (N, classes)."""
        return self.logits.expand(len(x), -1)


def fixed_logits(logits: list[float]) -> nn.Module:
    """Build a network that answers each picture with the same logits."""
    return FixedLogits(logits)


def two_maps() -> nn.Module:
    """Build a network whose layer "pick" copies the first and the second channel of its input."""
    model = nn.Sequential()
    model.add_module("pick", nn.Conv2d(3, 2, 1, bias=False))
    with torch.no_grad():
        model.pick.weight.copy_(torch.eye(3)[:2, :, None, None])
    return model


def make_network(seed: int, classes: int = 7, dropout: float = 0.0, in_place: bool = False, dead: int = -1) -> nn.Sequential:
    """Build a small convolutional network; equal arguments give equal weights in any process.

    Args:
        seed: decides the weights.
        classes: of its logits.
        dropout: before the last layer.
        in_place: whether its ReLUs write into their input.
        dead: the index of a map of the first convolution that is constant; -1 for none.

    Returns:
        A Sequential with layers "stem" (6 maps), "norm", "relu1", "pool", "middle" (8 maps), "relu2", "mean", "flat", "drop" and "head".
    """
    generator = torch.Generator().manual_seed(seed)
    model = nn.Sequential()
    for name, layer in [
        ("stem", nn.Conv2d(3, 6, 3, padding=1)),
        ("norm", nn.BatchNorm2d(6)),
        ("relu1", nn.ReLU(inplace=in_place)),
        ("pool", nn.MaxPool2d(2)),
        ("middle", nn.Conv2d(6, 8, 3, padding=1)),
        ("relu2", nn.ReLU(inplace=in_place)),
        ("mean", nn.AdaptiveAvgPool2d(1)),
        ("flat", nn.Flatten()),
        ("drop", nn.Dropout(dropout)),
        ("head", nn.Linear(8, classes)),
    ]:
        model.add_module(name, layer)
    with torch.no_grad():
        for parameter in model.parameters():
            fan = parameter[0].numel() if parameter.ndim > 1 else 4
            parameter.copy_(torch.randn(parameter.shape, generator=generator) * (2 / fan) ** 0.5)
        model.norm.running_mean.copy_(torch.randn(6, generator=generator) * 0.3)
        model.norm.running_var.copy_(torch.rand(6, generator=generator) + 0.5)
        model.norm.weight.copy_(torch.rand(6, generator=generator) + 0.5)
        model.head.weight.mul_(3)
        if dead >= 0:
            model.stem.weight[dead] = 0
    return model


class MirroringNetwork(nn.Module):
    """Mirrors the picture, and has the layers of ``make_network`` one level down."""

    def __init__(self, body: nn.Sequential) -> None:
        super().__init__()
        self.body = body

    def forward(self, x: Tensor) -> Tensor:
        """Map (N, 3, H, W) to logits."""
        return self.body(x.flip(3))


def make_mirroring_network(seed: int) -> nn.Module:
    """Build a network that mirrors the picture before "body", a ``make_network(seed)``; in evaluation mode."""
    return MirroringNetwork(make_network(seed)).eval()


def mix_modes(model: nn.Module) -> None:
    """Put a network into training mode, but its batch norm into evaluation mode."""
    model.train()
    model.norm.eval()


def give_gradients(model: nn.Module) -> None:
    """Give the first half of the parameters a gradient of ones."""
    parameters = list(model.parameters())
    for parameter in parameters[: len(parameters) // 2]:
        parameter.grad = torch.ones_like(parameter)


def add_hook(model: nn.Module, name: str) -> None:
    """Register a hook on a layer: one that belongs to somebody else."""
    model.get_submodule(name).register_forward_hook(lambda *_: None)


def make_used_network(seed: int) -> nn.Sequential:
    """Build a network in mixed modes, with some gradients, and with a hook of somebody else."""
    model = make_network(seed)
    mix_modes(model)
    give_gradients(model)
    add_hook(model, "middle")
    return model


def ask_state(student: Any, rng: torch.Generator, model: Any) -> dict[str, Any]:
    """Return the state of a network beside the student's code, as ``effect_checks.ask_state`` does."""
    return effect_checks.ask_state(student, rng, model, lambda load, seed: load(PROBES).make_used_network(seed))
