"""Handwritten digits: MNIST from its own files, or a stand-in where there are none.

The files are those that MNIST is published in, four in all: ``train-images-idx3-ubyte`` and so on, unpacked or as ``.gz``.
They are looked for in the folder that you name, in ``MNIST/raw`` below it (where torchvision puts them), and in
``$COURSE_DATA/MNIST/raw``. ``python -m data.load_data`` downloads them to ``data/MNIST/raw``, 12 MB.

Without them you get a stand-in of the same shapes and types, made of scikit-learn's handwritten digits: good for trying out
whether a program runs. It says so when it is loaded. Report what the real MNIST gives.
"""

from __future__ import annotations

import math
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from testkit.data_files import find_folder, find_unofficial, read_idx

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
    return find_folder(mnist_folder, "MNIST/raw", FILES)


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
    x, y = read_idx(folder / pictures, 3), read_idx(folder / labels, 1)
    if len(x) != len(y) or x.shape[1:] != (28, 28) or y.max(initial=0) > 9:
        raise ValueError(f"{folder / pictures} and {folder / labels} do not belong together; download them again.")
    return x, y


def print_once(sentence: str) -> None:
    """Print a sentence once in a program, to stderr, where it does not mix with results."""
    if sentence not in _printed:
        _printed.add(sentence)
        print(sentence, file=sys.stderr)


def print_unofficial(folder: Path, dataset: str, names: Sequence[str]) -> None:
    """Print once which files are not the published ones, by the md5 that torchvision lists; they are used all the same.

    Args:
        folder: where the files are.
        dataset: the name of torchvision's class.
        names: of the files.
    """
    from torchvision import datasets

    known = getattr(datasets, dataset)
    published = {entry[0]: entry[1] for entry in known.train_list + known.test_list}
    if others := find_unofficial(folder, [(name, published[name]) for name in names]):
        print_once(
            f"{folder}: {', '.join(others)} {'differs' if len(others) == 1 else 'differ'} from the published {dataset} (by md5); "
            "say so where you report results, or download the data again."
        )


def download(dataset: str, **options: str) -> None:
    """Download a data set of torchvision's, both parts, into this folder; it checks the files that it gets.

    Args:
        dataset: the name of torchvision's class.
        **options: of the class.
    """
    from torchvision import datasets

    folder = Path(__file__).resolve().parent
    named = {"STL10": ("train", "test"), "OxfordIIITPet": ("trainval", "test")}
    parts = [{"split": name} for name in named[dataset]] if dataset in named else [{"train": True}, {"train": False}]
    for part in parts:
        getattr(datasets, dataset)(str(folder), download=True, **part, **options)
    print(f"{dataset} is in {folder}")


if __name__ == "__main__":
    download("MNIST")
