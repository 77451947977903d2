"""Handwritten letters: EMNIST from its own files, or a stand-in where there are none.

The files are those of EMNIST's split "letters", four in all: ``emnist-letters-train-images-idx3-ubyte`` and so on, unpacked or
as ``.gz``. They are looked for in the folder that you name, in ``EMNIST/raw`` below it (where torchvision puts them), and in
``$COURSE_DATA/EMNIST/raw``. ``python -m data.letters`` downloads them with the rest of EMNIST, 560 MB.

Without them you get a stand-in of the same shapes and types: letters of computer fonts, slanted, shifted, thin or bold, 5200 to
train on and 1300 to test on, good for trying out whether a program runs. It says so when it is loaded. Report what the real
letters give.
"""

from __future__ import annotations

import string
from pathlib import Path

import numpy as np

from testkit import data_files

from .load_data import download, print_once

CLASSES = tuple(string.ascii_uppercase)


def load_letters(partition: str = "train", folder: str | Path = "data") -> tuple[np.ndarray, np.ndarray]:
    """Load one of the two sets of EMNIST's letters.

    Args:
        partition: "train" or "test".
        folder: where the files are.

    Returns:
        (pictures, labels): uint8 of shape (N, 28, 28), white on black between 0 and 255, upright; int64 of shape (N,), from 1 for
        A to 26 for Z, as in the files, so that ``CLASSES[label - 1]`` is the letter. Large and small letters have the same label.
        (In the files, the pictures are transposed.)

    Raises:
        ValueError: a file is not what it should be, or there is no such partition.
    """
    data_files.check_partition(partition)
    found = letters_folder(folder)
    if found is None:
        from .stand_ins import font_letters

        print_once(
            f"EMNIST is not in {folder}: a STAND-IN made of letters of fonts takes its place. "
            "For the real one: python -m data.letters"
        )
        return font_letters(partition)
    return data_files.read_letters(found, partition)


def letters_folder(folder: str | Path = "data") -> Path | None:
    """Return the folder in which EMNIST's letters are, or None where only the stand-in is available."""
    return data_files.find_folder(folder, data_files.LETTERS_FOLDER, data_files.LETTERS_FILES)


if __name__ == "__main__":
    download("EMNIST", split="letters")
