"""Real data for accuracy tests, loaded where the tests run: the labels of a test set never leave it."""

from __future__ import annotations

import math
import os
import struct
from pathlib import Path

import numpy as np
import torch
from torch.nn import functional as F

Pairs = tuple[torch.Tensor, torch.Tensor]


def handwriting(
    rng: torch.Generator, train_per_class: int, test_per_class: int, *, turn: float = 5.0, shift: float = 0.5
) -> tuple[Pairs, Pairs]:
    """Draw real handwritten digits in MNIST's form: flat 28x28 pictures in [0, 1], as many of each class, in random order.

    They are scikit-learn's 8x8 digits (Alpaydin and Kaynak, 1998), enlarged. Each is turned and shifted a little at random, so
    that no two draws show the same picture, and none is found by comparing its values with the original's.

    Args:
        rng: decides which pictures, in which order, and how they are moved.
        train_per_class: pictures of each class to train on.
        test_per_class: others to test on; there are at least 174 pictures of every class.
        turn: largest angle in degrees.
        shift: largest shift in pixels, along each axis.

    Returns:
        ((x, y), (x, y)) for training and testing; x float32 of shape (N, 784), y int64 of shape (N,).
    """
    from sklearn.datasets import load_digits

    digits = load_digits()
    small = torch.from_numpy(digits.images).float()[:, None] / 16
    labels = torch.from_numpy(digits.target).long()
    if train_per_class + test_per_class > int(torch.bincount(labels).min()):
        raise ValueError("there are not that many pictures of every class")
    train: list[torch.Tensor] = []
    test: list[torch.Tensor] = []
    for label in range(10):
        of_class = torch.nonzero(labels == label).flatten()
        of_class = of_class[torch.randperm(len(of_class), generator=rng)]
        train.append(of_class[:train_per_class])
        test.append(of_class[train_per_class : train_per_class + test_per_class])
    parts = []
    for chosen in (torch.cat(train), torch.cat(test)):
        chosen = chosen[torch.randperm(len(chosen), generator=rng)]
        # 8 pixels become 24 with a margin of 2 around, about as a digit lies in MNIST's 28.
        large = F.pad(F.interpolate(small[chosen], size=(24, 24), mode="bilinear", align_corners=False), (2, 2, 2, 2))
        parts.append((_moved(large, rng, turn, shift).flatten(1), labels[chosen]))
    return parts[0], parts[1]


def _moved(pictures: torch.Tensor, rng: torch.Generator, turn: float, shift: float) -> torch.Tensor:
    """Turn and shift each picture by its own random amount; shape (N, 1, H, W)."""
    count, size = len(pictures), pictures.shape[-1]

    def uniform() -> torch.Tensor:
        return torch.rand(count, generator=rng) * 2 - 1

    angle = uniform() * math.radians(turn)
    cos, sin = angle.cos(), angle.sin()
    move_x, move_y = uniform() * 2 * shift / size, uniform() * 2 * shift / size
    matrix = torch.stack([torch.stack([cos, -sin, move_x], 1), torch.stack([sin, cos, move_y], 1)], 1)
    grid = F.affine_grid(matrix, list(pictures.shape), align_corners=False)
    return F.grid_sample(pictures, grid, mode="bilinear", padding_mode="zeros", align_corners=False)


class NoDataError(Exception):
    """Real data is missing; the message names the place where it belongs."""


def mnist() -> tuple[Pairs, Pairs]:
    """Load all of MNIST from ``$COURSE_DATA/MNIST/raw`` (IDX files, as torchvision keeps them), training set and test set.

    Returns:
        ((x, y), (x, y)); x float32 in [0, 1] of shape (60000, 784) and (10000, 784), y int64.

    Raises:
        NoDataError: $COURSE_DATA is not set, or the files are not there or not what they should be.
    """
    root = os.environ.get("COURSE_DATA", "")
    if not root:
        raise NoDataError("COURSE_DATA does not name a folder; set it to the folder that holds MNIST/raw.")
    folder = Path(root) / "MNIST" / "raw"

    def part(stem: str, size: int) -> Pairs:
        pictures = _idx(folder / f"{stem}-images-idx3-ubyte", (size, 28, 28))
        labels = _idx(folder / f"{stem}-labels-idx1-ubyte", (size,))
        return torch.from_numpy(pictures).reshape(size, 784).float() / 255, torch.from_numpy(labels).long()

    return part("train", 60000), part("t10k", 10000)


def _idx(path: Path, shape: tuple[int, ...]) -> np.ndarray:
    """Read an IDX file of unsigned bytes, which must have this shape."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise NoDataError(
            f"{path} cannot be read ({error.strerror}); put MNIST's IDX files there, unpacked."
        ) from error
    head = struct.pack(f">HBB{len(shape)}I", 0, 8, len(shape), *shape)
    if data[: len(head)] != head or len(data) != len(head) + math.prod(shape):
        raise NoDataError(f"{path} is not the MNIST file of that name; download it again.")
    return np.frombuffer(data, np.uint8, offset=len(head)).reshape(shape).copy()
