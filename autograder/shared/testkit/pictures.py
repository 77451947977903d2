"""Pictures for accuracy tests, loaded or drawn where the tests run: the labels of a test set never leave it."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import torch

from . import data_files, drawings, lettering
from .data_files import DataFileError
from .datasets import NoDataError, Pairs
from .drawings import CIFAR10, STL10

__all__ = [
    "CIFAR10",
    "STL10",
    "NoDataError",
    "cifar10",
    "draw_letters",
    "draw_pictures",
    "draw_stripes",
    "emnist_letters",
    "stl10",
]


def draw_pictures(
    rng: torch.Generator, train_per_class: int, test_per_class: int, *, size: int = 32, classes: Sequence[str] = CIFAR10
) -> tuple[Pairs, Pairs]:
    """Draw pictures of classes of CIFAR-10 or STL-10, as many of each class, in random order; new ones for every ``rng``.

    Args:
        rng: decides everything.
        train_per_class: pictures of each class to train on.
        test_per_class: others to test on.
        size: pixels of a side.
        classes: their names, of ``CIFAR10`` and ``STL10``; a label is an index into them.

    Returns:
        ((x, y), (x, y)) for training and testing; x float32 in [0, 1] of shape (N, 3, size, size), y int64 of shape (N,).
    """

    def part(each: int) -> Pairs:
        source = _numpy_generator(rng)
        labels = source.permutation(np.repeat(np.arange(len(classes)), each))
        return _as_tensors(drawings.draw(classes, labels, size, source), labels)

    return part(train_per_class), part(test_per_class)


def draw_letters(rng: torch.Generator, train_per_class: int, test_per_class: int) -> tuple[Pairs, Pairs]:
    """Draw letters in EMNIST's form, as many of each, in random order; new ones for every ``rng``.

    Args:
        rng: decides everything.
        train_per_class: pictures of each letter to train on.
        test_per_class: others to test on.

    Returns:
        ((x, y), (x, y)) for training and testing; x float32 in [0, 1] of shape (N, 28, 28), upright; y int64 from 1 to 26.
    """

    def part(each: int) -> Pairs:
        source = _numpy_generator(rng)
        labels = source.permutation(np.repeat(np.arange(1, 27), each))
        return _as_tensors(lettering.draw(labels, source), labels)

    return part(train_per_class), part(test_per_class)


def draw_stripes(rng: torch.Generator, each: int, *, tinted: bool = False) -> Pairs:
    """Draw noisy stripes in random colours; their direction and width are the class, one of ten.

    No pixel tells a class: where the stripes begin is random. A convolution sees them, and learns to in a few steps.

    Args:
        rng: decides everything.
        each: pictures of each class.
        tinted: whether a tone of the colours belongs to the class too, for networks that can train on a few hundred pictures only.

    Returns:
        (x, y), in random order: float32 in [-1, 1] of shape (10 * each, 3, 32, 32), int64.
    """
    count = 10 * each
    labels = torch.randperm(count, generator=rng) % 10

    def uniform(low: float, high: float, *shape: int) -> torch.Tensor:
        return low + (high - low) * torch.rand(count, *shape, generator=rng)

    angles = labels % 5 * torch.pi / 5
    frequencies = torch.where(labels < 5, 2 * torch.pi / 4, 2 * torch.pi / 9)  # 4 or 9 pixels from stripe to stripe
    across, down = (angles.cos() * frequencies)[:, None, None], (angles.sin() * frequencies)[:, None, None]
    places = torch.arange(32.0)
    waves = (across * places + down * places[:, None] + uniform(0, 2 * torch.pi, 1, 1)).sin()[:, None]
    noise = 0.15 * torch.randn(count, 3, 32, 32, generator=rng)
    if tinted:
        tones = 0.5 * (2 * torch.pi * (labels[:, None] / 10 + torch.arange(3) / 3)).cos()[:, :, None, None]
        stripes = tones + uniform(-0.1, 0.1, 3, 1, 1) + uniform(0.3, 0.6, 3, 1, 1) * waves
    else:
        stripes = uniform(-0.2, 0.2, 3, 1, 1) + uniform(0.4, 0.9, 3, 1, 1) * waves
    return (stripes + noise).clamp(-1, 1), labels


def cifar10() -> tuple[Pairs, Pairs]:
    """Load CIFAR-10 from ``$COURSE_DATA/cifar-10-batches-py``, training set and test set.

    Returns:
        ((x, y), (x, y)); x float32 in [0, 1] of shape (N, 3, 32, 32), y int64 from 0 to 9.

    Raises:
        NoDataError: $COURSE_DATA is not set, or the files are not there or not what they should be.
    """
    return _real("CIFAR-10", data_files.CIFAR10_FOLDER, data_files.read_cifar10)


def emnist_letters() -> tuple[Pairs, Pairs]:
    """Load EMNIST's letters from ``$COURSE_DATA/EMNIST/raw``, training set and test set.

    Returns:
        ((x, y), (x, y)); x float32 in [0, 1] of shape (N, 28, 28), upright; y int64 from 1 to 26.

    Raises:
        NoDataError: $COURSE_DATA is not set, or the files are not there or not what they should be.
    """
    return _real("EMNIST", data_files.LETTERS_FOLDER, data_files.read_letters)


def stl10() -> tuple[Pairs, Pairs]:
    """Load the labelled pictures of STL-10 from ``$COURSE_DATA/stl10_binary``, training set and test set.

    Returns:
        ((x, y), (x, y)); x float32 in [0, 1] of shape (N, 3, 96, 96), y int64 from 0 to 9.

    Raises:
        NoDataError: $COURSE_DATA is not set, or the files are not there or not what they should be.
    """
    return _real("STL-10", data_files.STL10_FOLDER, data_files.read_stl10)


def _real(name: str, folder: str, read: Callable[[Path, str], tuple[np.ndarray, np.ndarray]]) -> tuple[Pairs, Pairs]:
    root = os.environ.get("COURSE_DATA", "")
    if not root:
        raise NoDataError(f"COURSE_DATA does not name a folder; set it to the folder that holds {folder}.")
    try:
        train, test = read(Path(root) / folder, "train"), read(Path(root) / folder, "test")
    except DataFileError as error:
        raise NoDataError(f"{name}: {error}") from error
    return _as_tensors(*train), _as_tensors(*test)


def _as_tensors(pictures: np.ndarray, labels: np.ndarray) -> Pairs:
    return torch.from_numpy(pictures).float() / 255, torch.from_numpy(labels).long()


def _numpy_generator(rng: torch.Generator) -> np.random.Generator:
    """Return a generator of NumPy, seeded with 256 bits of ``rng``."""
    words = torch.randint(2**32, (8,), generator=rng, dtype=torch.int64)
    return np.random.default_rng(words.tolist())
