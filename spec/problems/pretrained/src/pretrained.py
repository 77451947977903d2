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
    # BEGIN SOLUTION
    try:
        image = Image.open(path)
        image.load()
    except FileNotFoundError:
        raise
    except Exception as error:
        raise ValueError(f"{Path(path).name} is no picture or is damaged: download it again.") from error
    return image
    # END SOLUTION


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
    # BEGIN SOLUTION
    image = ImageOps.exif_transpose(image)
    if image.mode.startswith("I"):  # 16 bits: convert() would cut off at 255
        image = image.convert("I").point(lambda value: value / 256).convert("L")
    image = image.convert("RGB")
    shrunk = TF.resize(image, round(size * 256 / 224))
    return TF.normalize(TF.to_tensor(TF.center_crop(shrunk, size)), list(mean), list(std))
    # END SOLUTION


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
    # BEGIN SOLUTION
    modes = [(module, module.training) for module in model.modules()]
    model.eval()
    try:
        with torch.no_grad():
            probabilities = model(image.unsqueeze(0))[0].softmax(dim=0)
    finally:
        for module, training in modes:
            module.training = training
    if not 1 <= k <= len(probabilities):
        raise ValueError(f"k is {k}, and there are {len(probabilities)} classes.")
    values, classes = probabilities.topk(k)
    return [(index if names is None else names[index], value) for index, value in zip(classes.tolist(), values.tolist())]
    # END SOLUTION


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
    # BEGIN SOLUTION
    modules = dict(model.named_modules())
    for name in layers:
        if name not in modules:
            raise ValueError(f"the network has no layer {name!r}.")
    maps: dict[str, Tensor] = {}
    hooks = []
    modes = [(module, module.training) for module in model.modules()]
    model.eval()
    try:
        for name in layers:
            # A clone, because a ReLU that works in place writes into the output of the layer before it.
            hooks.append(modules[name].register_forward_hook(lambda _, __, out, name=name: maps.update({name: out[0].clone()})))
        with torch.no_grad():
            model(image.unsqueeze(0))
    finally:
        for hook in hooks:
            hook.remove()
        for module, training in modes:
            module.training = training
    stretched = {}
    for name in layers:
        low = maps[name].amin(dim=(1, 2), keepdim=True)
        high = (maps[name] - low).amax(dim=(1, 2), keepdim=True)
        stretched[name] = (maps[name] - low) / high.where(high > 0, 1)
    return stretched
    # END SOLUTION
