"""Using a network that others have trained: its input, its most likely classes, and what its layers show."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import torch
from PIL import Image, ImageOps
from torch import Tensor, nn
from torchvision.transforms import functional as TF


def load_image(path: str | Path) -> Image.Image:
    """Open a picture's file, and read all of it.

    Args:
        path: of the file, in any format that Pillow reads.

    Returns:
        The picture, in the mode that the file has.

    Raises:
        ValueError: the file is no picture, or damaged. The message is one sentence with the file's name.
        FileNotFoundError: there is no such file.
    """
    # TODO (Using a pretrained network): write load_image.
    raise NotImplementedError("write load_image")


def preprocess(image: Image.Image, mean: Sequence[float], std: Sequence[float], size: int = 224) -> Tensor:
    """Turn a picture into the input of a pretrained network.

    Args:
        image: of any size and mode: colour, grey, with a palette, with transparency, CMYK, 16 bits.
        mean: of red, green and blue, for values between 0 and 1.
        std: their standard deviations.
        size: pixels of a side of the result.

    Returns:
        float32 of shape (3, size, size), normalised.
    """
    # TODO (Using a pretrained network): write preprocess.
    raise NotImplementedError("write preprocess")


def top_k(model: nn.Module, image: Tensor, k: int = 3, names: Sequence[str] | None = None) -> list[tuple[Any, float]]:
    """Find the most likely classes of a picture.

    Args:
        model: maps (N, 3, H, W) to logits (N, classes). Afterwards it is as it was: each module's mode, every ``grad``, every buffer.
        image: preprocessed, of shape (3, H, W).
        k: how many classes.
        names: of the classes, in order; None for their indices.

    Returns:
        k pairs (name, probability), the most likely first.

    Raises:
        ValueError: k is below 1, or larger than the number of classes.
    """
    # TODO (Using a pretrained network): write top_k.
    raise NotImplementedError("write top_k")


def feature_maps(model: nn.Module, image: Tensor, layers: Sequence[str]) -> dict[str, Tensor]:
    """Compute what layers inside a network answer to a picture, ready to be drawn.

    Args:
        model: any network. Afterwards it is as it was, without hooks.
        image: preprocessed, of shape (3, H, W).
        layers: names as in ``model.named_modules()``, such as "layer1.conv2"; each one's output has the shape (1, C, h, w).

    Returns:
        For each name the C maps, shape (C, h, w): of each map by itself the smallest value is subtracted, then it is divided by the
        new largest; a constant map becomes zeros.

    Raises:
        ValueError: the network has no layer of one of the names.
    """
    # TODO (Using a pretrained network): write feature_maps.
    raise NotImplementedError("write feature_maps")
