"""Trained networks for the experiments, and pictures for them: torchvision's with photographs where these are at hand, else kitnet.

They are looked for in ``$COURSE_DATA``, or in ``data`` where there is no such variable:

- ``models`` holds weights under torchvision's own names, such as ``mobilenet_v2-b0353104.pth``;
- ``imagenet/photos`` holds photographs, whose names begin with the number of their class, such as ``001_goldfish.jpg``;
- ``imagenet/imagenet_class_index.json`` holds the names of the thousand classes.

Kitnet comes with the course. It knows drawn pictures only, which are a stand-in for photographs: report what a network of
torchvision gives, if you can.
"""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from PIL import Image, ImageOps
from torch import Tensor, nn

from . import kitnet as small

TITLES = {"mobilenet_v2": "MobileNetV2", "squeezenet1_1": "SqueezeNet 1.1"}
IMAGENET = ((0.485, 0.456, 0.406), (0.229, 0.224, 0.225))
DRAWN = "drawn pictures"


@dataclass(frozen=True)
class Network:
    """A trained classifier, and what its input needs.

    Attributes:
        title: its name, for figures.
        model: maps normalised pictures (N, 3, H, W) to logits; in evaluation mode.
        mean: of red, green and blue, for values between 0 and 1.
        std: their standard deviations.
        size: pixels of a side of the pictures that it was trained with.
        classes: their names, in order.
        source: what it was trained with: "photographs", or "drawn pictures", a stand-in.
    """

    title: str
    model: nn.Module
    mean: Sequence[float]
    std: Sequence[float]
    size: int
    classes: Sequence[str]
    source: str

    def normalise(self, pictures: Tensor) -> Tensor:
        """Turn pictures (N, 3, H, W) with values in [0, 1] into the network's input."""
        return (pictures - torch.tensor(self.mean)[:, None, None]) / torch.tensor(self.std)[:, None, None]

    def restore(self, x: Tensor) -> Tensor:
        """Turn the network's input, (3, H, W) or (N, 3, H, W), into pictures with values in [0, 1], others cut off."""
        return (x * torch.tensor(self.std)[:, None, None] + torch.tensor(self.mean)[:, None, None]).clamp(0, 1)

    @torch.no_grad()
    def name(self, x: Tensor) -> list[str]:
        """Return the most likely class of each normalised picture with its probability, such as "cat, 0.98"."""
        chances, found = self.model(x).softmax(1).max(1)
        return [f"{self.classes[index]}, {chance:.2f}" for index, chance in zip(found.tolist(), chances.tolist(), strict=True)]


def trained_networks(*kinds: str, with_photos: bool = False) -> list[Network]:
    """Return torchvision's networks of these kinds if the weights of all of them are at hand, else kitnet alone.

    Args:
        *kinds: keys of ``TITLES``.
        with_photos: whether photographs are needed too.

    Raises:
        ValueError: a file of weights is damaged or of another network.
    """
    found = {kind: sorted((_folder() / "models").glob(f"{kind}*.pt*")) for kind in kinds}
    if all(found.values()) and (photographs() or not with_photos):
        return [_from_torchvision(kind, paths[0]) for kind, paths in found.items()]
    return [Network("kitnet", small.kitnet("default").eval(), small.MEAN, small.STD, small.SIZE, small.CLASSES, DRAWN)]


def labelled_pictures(network: Network, count: int) -> tuple[Tensor, Tensor]:
    """Return pictures of the kind that a network knows, of its size, and their classes: photographs, or for kitnet drawn pictures.

    Args:
        network: one of ``trained_networks``; one of torchvision's needs ``with_photos``.
        count: how many at most.

    Returns:
        Normalised pictures of shape (N, 3, size, size); int64 of shape (N,).

    Raises:
        ValueError: a photograph is damaged, or its name does not begin with the number of a class.
    """
    if network.source == DRAWN:
        from .stand_ins import drawn_pictures

        drawings, classes = drawn_pictures(small.CLASSES, network.size, "test")
        pictures, labels = torch.from_numpy(drawings[:count]) / 255, torch.from_numpy(classes[:count])
    else:
        paths = photographs()
        chosen = [paths[place * len(paths) // count] for place in range(count)] if count < len(paths) else paths
        pairs = [_read_photograph(path, network.size) for path in chosen]
        pictures, labels = torch.stack([square for square, _ in pairs]), torch.tensor([label for _, label in pairs])
    return network.normalise(pictures), labels


def photographs() -> list[Path]:
    """Return the files of the photographs, by class; an empty list where there are none."""
    return sorted((_folder() / "imagenet" / "photos").glob("[0-9]*_*"))


def _folder() -> Path:
    return Path(os.environ.get("COURSE_DATA", "data"))


def _read_photograph(path: Path, size: int) -> tuple[Tensor, int]:
    """Return the middle square of a photograph, shape (3, size, size), values in [0, 1], and its class."""
    try:
        label = int(path.name.partition("_")[0])
        with Image.open(path) as image:
            square = ImageOps.fit(image.convert("RGB"), (size, size), Image.Resampling.BILINEAR)
    except (OSError, SyntaxError, ValueError) as error:
        raise ValueError(f"{path} is no photograph whose name begins with its class, such as 001_goldfish.jpg.") from error
    return torch.from_numpy(np.array(square)).permute(2, 0, 1) / 255, label


def _from_torchvision(kind: str, path: Path) -> Network:
    from torchvision import models

    model: nn.Module = getattr(models, kind)()
    try:
        stored = torch.load(path, map_location="cpu", weights_only=True)
        model.load_state_dict({name: value.float() if value.is_floating_point() else value for name, value in stored.items()})
    except Exception as error:
        raise ValueError(f"{path} is damaged, or holds no weights of torchvision's {kind}: download it again.") from error
    index = _folder() / "imagenet" / "imagenet_class_index.json"
    names = [str(number) for number in range(1000)]
    if index.is_file():
        entries = json.loads(index.read_text("utf-8"))
        names = [entries[number][1].replace("_", " ") for number in names]
    return Network(TITLES[kind], model.eval(), *IMAGENET, 224, names, "photographs")
