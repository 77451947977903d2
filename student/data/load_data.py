"""Handwritten digits: MNIST from its own files, or a stand-in where there are none.

The files are those that MNIST is published in, four in all: ``train-images-idx3-ubyte`` and so on, unpacked or as ``.gz``.
They are looked for in the folder that you name, in ``MNIST/raw`` below it (where torchvision puts them), and in
``$COURSE_DATA/MNIST/raw``. ``python -m data.load_data`` downloads them to ``data/MNIST/raw``, 12 MB.

Without them you get a stand-in of the same shapes and types, made of scikit-learn's handwritten digits: good for trying out
whether a program runs. It says so when it is loaded. Report what the real MNIST gives.
"""

from __future__ import annotations

import gzip
import math
import os
import struct
import sys
import zlib
from pathlib import Path

import numpy as np

FILES = {
    "training": ("train-images-idx3-ubyte", "train-labels-idx1-ubyte"),
    "testing": ("t10k-images-idx3-ubyte", "t10k-labels-idx1-ubyte"),
}
_printed: set[str] = set()


def load_mnist_data(
    threshold: int, fraction: float = 1.0, examples_per_class: int = 500, mnist_folder: str | Path = "data"
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Load examples of each of the digits 0 to ``threshold - 1``, for training and for testing.

    Of the ``examples_per_class`` examples of every digit, ``int(examples_per_class * fraction)`` come from MNIST's training
    set and the rest from its test set, the first ones of each. Where a set has fewer, you get all of them.

    Args:
        threshold: one more than the largest digit; 10 for all of them.
        fraction: share of training examples, between 0 and 1.
        examples_per_class: examples of each digit, training and testing together.
        mnist_folder: where the files are.

    Returns:
        (train_features, test_features, train_targets, test_targets). Features are float64 of shape (N, 784) between 0 and 1,
        targets int64 of shape (N,). N is 0 where there are none.
    """
    if not 1 <= threshold <= 10:
        raise ValueError(f"threshold is one more than the largest digit, so between 1 and 10, not {threshold}.")
    if not 0 <= fraction <= 1:
        raise ValueError(f"fraction is a share between 0 and 1, not {fraction}.")
    if examples_per_class < 0:
        raise ValueError(f"examples_per_class cannot be negative, and is {examples_per_class}.")
    # A product such as 100 * 0.29 is 28.999999999999996 on a computer; the examples meant are 29.
    n_train = math.floor(round(examples_per_class * fraction, 6))
    parts = []
    for partition, count in (("training", n_train), ("testing", examples_per_class - n_train)):
        if count == 0:
            parts.append((np.empty((0, 784)), np.empty(0, dtype=np.int64)))
            continue
        features, targets = _read(partition, mnist_folder, count)
        wanted = targets < threshold
        features, targets = stratified_subset(features[wanted], targets[wanted], count)
        parts.append((features.reshape(len(features), -1) / 255.0, targets.astype(np.int64)))
    (train_features, train_targets), (test_features, test_targets) = parts
    return train_features, test_features, train_targets, test_targets


def stratified_subset(
    features: np.ndarray, targets: np.ndarray, examples_per_class: int
) -> tuple[np.ndarray, np.ndarray]:
    """Return the first ``examples_per_class`` examples of every class, in their order.

    Args:
        features: shape (N, ...).
        targets: shape (N,).
        examples_per_class: how many of each; all of a class that has fewer.

    Returns:
        (features, targets) of the chosen examples.
    """
    targets = np.asarray(targets)
    chosen = np.zeros(len(targets), dtype=bool)
    for target in np.unique(targets):
        chosen[np.flatnonzero(targets == target)[:examples_per_class]] = True
    return features[chosen], targets[chosen]


def mnist_files(mnist_folder: str | Path = "data") -> Path | None:
    """Return the folder in which MNIST's files are, or None where only the stand-in is available."""
    places = [Path(mnist_folder), Path(mnist_folder) / "MNIST" / "raw"]
    if os.environ.get("COURSE_DATA"):
        places.append(Path(os.environ["COURSE_DATA"]) / "MNIST" / "raw")
    names = [name for pair in FILES.values() for name in pair]
    for place in places:
        if all((place / name).is_file() or (place / f"{name}.gz").is_file() for name in names):
            return place
    return None


def _read(partition: str, mnist_folder: str | Path, per_class: int) -> tuple[np.ndarray, np.ndarray]:
    """Read pictures (N, 28, 28) and labels (N,) of one of MNIST's two sets, or of the stand-in; bytes."""
    folder = mnist_files(mnist_folder)
    if folder is None:
        from .stand_ins import digits

        print_once(
            f"MNIST is not in {mnist_folder}: a STAND-IN made of scikit-learn's digits takes its place. "
            "For the real one: python -m data.load_data"
        )
        return digits(partition, per_class)
    pictures, labels = FILES[partition]
    x, y = _idx(folder / pictures, 3), _idx(folder / labels, 1)
    if len(x) != len(y) or x.shape[1:] != (28, 28) or y.max(initial=0) > 9:
        raise ValueError(f"{folder / pictures} and {folder / labels} do not belong together; download them again.")
    return x, y


def _idx(path: Path, axes: int) -> np.ndarray:
    """Read an IDX file of bytes: two zeros, 8 for bytes, the number of axes, their lengths, the data."""
    try:
        data = path.read_bytes() if path.is_file() else gzip.decompress(path.with_name(f"{path.name}.gz").read_bytes())
    except (OSError, EOFError, zlib.error):
        raise ValueError(f"{path} cannot be read or unpacked; download it again.") from None
    start = 4 + 4 * axes
    if len(data) < start or data[:4] != bytes([0, 0, 8, axes]):
        raise ValueError(f"{path} is not the file of MNIST that has this name; download it again.")
    shape = struct.unpack(f">{axes}I", data[4:start])
    if len(data) - start != math.prod(shape):
        raise ValueError(f"{path} is cut off or too long; download it again.")
    return np.frombuffer(data, np.uint8, offset=start).reshape(shape)


def print_once(sentence: str) -> None:
    """Print a sentence once in a program, to stderr, where it does not mix with results."""
    if sentence not in _printed:
        _printed.add(sentence)
        print(sentence, file=sys.stderr)


if __name__ == "__main__":
    from torchvision.datasets import MNIST

    target = Path(__file__).resolve().parent
    for train in (True, False):
        MNIST(str(target), train=train, download=True)
    print(f"MNIST is in {target / 'MNIST' / 'raw'}")
