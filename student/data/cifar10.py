"""CIFAR-10: small colour photographs of ten classes, from its own files, or a stand-in where there are none.

The files are those of the "python version": the folder ``cifar-10-batches-py`` with ``data_batch_1`` to ``data_batch_5`` and
``test_batch``. They are looked for in the folder that you name, in ``cifar-10-batches-py`` below it, and in
``$COURSE_DATA/cifar-10-batches-py``. ``python -m data.cifar10`` downloads them, 170 MB.

Without them you get a stand-in of the same shapes, types and classes: drawn pictures, 5000 to train on and 1000 to test on, good
for trying out whether a program runs. It says so when it is loaded. Report what the real pictures give.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np

from testkit import data_files

from .load_data import download, print_once, print_unofficial

CLASSES = ("airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck")


def load_cifar10(partition: str = "train", folder: str | Path = "data") -> tuple[np.ndarray, np.ndarray]:
    """Load one of CIFAR-10's two sets.

    Args:
        partition: "train" or "test".
        folder: where the files are.

    Returns:
        (pictures, labels): uint8 of shape (N, 3, 32, 32), red, green and blue between 0 and 255; int64 of shape (N,), indices
        into ``CLASSES``.

    Raises:
        ValueError: a file is not what it should be, or there is no such partition.
    """
    data_files.check_partition(partition)
    found = cifar10_folder(folder)
    if found is None:
        from .stand_ins import drawn_pictures

        print_once(
            f"CIFAR-10 is not in {folder}: a STAND-IN of drawn pictures takes its place. For the real one: python -m data.cifar10"
        )
        return drawn_pictures(CLASSES, 32, partition)
    pictures, labels = data_files.read_cifar10(found, partition)
    print_unofficial(found, "CIFAR10", data_files.CIFAR10_FILES[partition])
    return pictures, labels


def cifar10_folder(folder: str | Path = "data") -> Path | None:
    """Return the folder in which CIFAR-10's files are, or None where only the stand-in is available."""
    return data_files.find_folder(folder, data_files.CIFAR10_FOLDER, data_files.CIFAR10_FILES)


if __name__ == "__main__":
    download("CIFAR10")
