"""STL-10: colour photographs of ten classes, 96 x 96 pixels, from its own files, or a stand-in where there are none.

The files are those of the binary version: the folder ``stl10_binary`` with ``train_X.bin``, ``train_y.bin``, ``test_X.bin`` and
``test_y.bin``; the unlabelled pictures are not used. They are looked for in the folder that you name, in ``stl10_binary`` below it,
and in ``$COURSE_DATA/stl10_binary``. ``python -m data.stl10`` downloads them, 2.6 GB.

Without them you get a stand-in of the same shapes, types and classes: drawn pictures, 2000 to train on and 1000 to test on, good
for trying out whether a program runs. It says so when it is loaded. Report what the real pictures give.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np

from testkit import data_files

from .load_data import download, print_once, print_unofficial

CLASSES = ("airplane", "bird", "car", "cat", "deer", "dog", "horse", "monkey", "ship", "truck")


def load_stl10(partition: str = "train", folder: str | Path = "data") -> tuple[np.ndarray, np.ndarray]:
    """Load one of STL-10's two labelled sets.

    Args:
        partition: "train" or "test".
        folder: where the files are.

    Returns:
        (pictures, labels): uint8 of shape (N, 3, 96, 96), red, green and blue between 0 and 255, rows from the top; int64 of
        shape (N,), indices into ``CLASSES``. (The files count from 1, and their pictures are stored column by column.)

    Raises:
        ValueError: a file is not what it should be, or there is no such partition.
    """
    data_files.check_partition(partition)
    found = stl10_folder(folder)
    if found is None:
        from .stand_ins import drawn_pictures

        print_once(
            f"STL-10 is not in {folder}: a STAND-IN of drawn pictures takes its place. For the real one: python -m data.stl10"
        )
        return drawn_pictures(CLASSES, 96, partition)
    pictures, labels = data_files.read_stl10(found, partition)
    print_unofficial(found, "STL10", data_files.STL10_FILES[partition])
    return pictures, labels


def stl10_folder(folder: str | Path = "data") -> Path | None:
    """Return the folder in which STL-10's files are, or None where only the stand-in is available."""
    return data_files.find_folder(folder, data_files.STL10_FOLDER, data_files.STL10_FILES)


if __name__ == "__main__":
    download("STL10")
