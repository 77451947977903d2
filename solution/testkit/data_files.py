"""Read the files in which picture data sets are published, byte by byte as their documentation says.

A file that is cut off, of another form or unreadable is a ``DataFileError``: one sentence that names the file and says what to do.
"""

from __future__ import annotations

import gzip
import hashlib
import math
import os
import pickle
import struct
import zlib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

AGAIN = "download it again"
CIFAR10_FOLDER = "cifar-10-batches-py"
CIFAR10_FILES = {"train": [f"data_batch_{number}" for number in range(1, 6)], "test": ["test_batch"]}
LETTERS_FOLDER = "EMNIST/raw"
LETTERS_FILES = {
    part: [f"emnist-letters-{part}-{what}-ubyte" for what in ("images-idx3", "labels-idx1")]
    for part in ("train", "test")
}
STL10_FOLDER = "stl10_binary"
STL10_FILES = {part: [f"{part}_X.bin", f"{part}_y.bin"] for part in ("train", "test")}


class DataFileError(ValueError):
    """A file of a data set is not what it should be; the message names it and says what to do."""


def find_folder(folder: str | Path, usual: str, files: Mapping[str, Sequence[str]]) -> Path | None:
    """Find the folder that holds files: the folder itself, ``usual`` below it, or ``usual`` below ``$COURSE_DATA``.

    Args:
        folder: where to look first.
        usual: where torchvision keeps the files, below its root.
        files: their names by partition; each file is there as it is or as ``.gz``.

    Returns:
        The first folder with all of them, or None.
    """
    places = [Path(folder), Path(folder) / usual]
    if os.environ.get("COURSE_DATA"):
        places.append(Path(os.environ["COURSE_DATA"]) / usual)
    names = [name for part in files.values() for name in part]
    for place in places:
        if all((place / name).is_file() or (place / f"{name}.gz").is_file() for name in names):
            return place
    return None


def check_partition(partition: str) -> None:
    """Raise a ValueError if ``partition`` is neither "train" nor "test"."""
    if partition not in ("train", "test"):
        raise ValueError(f"a partition is 'train' or 'test', not {partition!r}.")


def read_idx(path: Path, axes: int) -> np.ndarray:
    """Read an IDX file of bytes: two zeros, 8 for bytes, the number of axes, their lengths, the data.

    Args:
        path: of the unpacked file; where it is not there, ``path`` with ``.gz`` is read.
        axes: how many it must have.

    Raises:
        DataFileError: the file is not of this form, cut off or unreadable.
    """
    try:
        data = path.read_bytes() if path.is_file() else gzip.decompress(path.with_name(f"{path.name}.gz").read_bytes())
    except (OSError, EOFError, zlib.error):
        raise DataFileError(f"{path} cannot be read or unpacked; {AGAIN}.") from None
    start = 4 + 4 * axes
    if len(data) < start or data[:4] != bytes([0, 0, 8, axes]):
        raise DataFileError(f"{path} is not the published file that has this name; {AGAIN}.")
    shape = struct.unpack(f">{axes}I", data[4:start])
    if len(data) - start != math.prod(shape):
        raise DataFileError(f"{path} is cut off or too long; {AGAIN}.")
    return np.frombuffer(data, np.uint8, offset=start).reshape(shape)


def read_letters(folder: Path, partition: str) -> tuple[np.ndarray, np.ndarray]:
    """Read EMNIST's letters: IDX files, the pictures transposed, the labels 1 for A to 26 for Z.

    Args:
        folder: with the files ``emnist-letters-train-images-idx3-ubyte`` and so on, unpacked or as ``.gz``.
        partition: "train" or "test".

    Returns:
        Bytes of shape (N, 28, 28), upright; int64 of shape (N,), from 1 to 26.

    Raises:
        DataFileError: a file is not what it should be.
    """
    pictures, labels = (folder / name for name in LETTERS_FILES[partition])
    x, y = read_idx(pictures, 3), read_idx(labels, 1)
    if x.shape[1:] != (28, 28):
        raise DataFileError(f"{pictures} holds pictures of {x.shape[1]} x {x.shape[2]} pixels, not 28 x 28; {AGAIN}.")
    _check_labels(y, len(x), 1, 26, pictures, labels)
    return np.ascontiguousarray(x.transpose(0, 2, 1)), y.astype(np.int64)


def read_cifar10(folder: Path, partition: str) -> tuple[np.ndarray, np.ndarray]:
    """Read CIFAR-10's "python version": pickled dicts with ``data``, a row of 3072 bytes for each picture, and ``labels``.

    Args:
        folder: with ``data_batch_1`` to ``data_batch_5`` and ``test_batch``.
        partition: "train" or "test".

    Returns:
        Bytes of shape (N, 3, 32, 32); int64 of shape (N,), from 0 to 9.

    Raises:
        DataFileError: a file is not what it should be.
    """
    pictures, labels = [], []
    for name in CIFAR10_FILES[partition]:
        path = folder / name
        batch = _unpickle(path)
        x, y = (batch.get(key, batch.get(key.encode())) for key in ("data", "labels"))
        if not isinstance(x, np.ndarray) or x.dtype != np.uint8 or x.ndim != 2 or x.shape[1] != 3072:
            raise DataFileError(f"{path} holds no rows of 3072 bytes, so it is no batch of CIFAR-10; {AGAIN}.")
        if not isinstance(y, list) or not all(isinstance(label, int) for label in y):
            raise DataFileError(f"{path} holds no list of labels, so it is no batch of CIFAR-10; {AGAIN}.")
        numbers = np.array(y, dtype=np.int64)
        _check_labels(numbers, len(x), 0, 9, path, path)
        pictures.append(x.reshape(-1, 3, 32, 32))
        labels.append(numbers)
    return np.concatenate(pictures), np.concatenate(labels)


def read_stl10(folder: Path, partition: str) -> tuple[np.ndarray, np.ndarray]:
    """Read STL-10's binary files: bytes of pictures, colour by colour, each column by column; labels from 1 to 10.

    Args:
        folder: with ``train_X.bin``, ``train_y.bin``, ``test_X.bin`` and ``test_y.bin``; the unlabelled pictures are not read.
        partition: "train" or "test".

    Returns:
        Bytes of shape (N, 3, 96, 96), rows from the top; int64 of shape (N,), from 0 to 9.

    Raises:
        DataFileError: a file is not what it should be.
    """
    pictures, labels = (folder / name for name in STL10_FILES[partition])
    try:
        x, y = np.fromfile(pictures, np.uint8), np.fromfile(labels, np.uint8)
    except OSError:
        raise DataFileError(f"{pictures} or {labels} cannot be read; download them again.") from None
    each = 3 * 96 * 96
    if len(x) == 0 or len(x) % each:
        raise DataFileError(f"{pictures} is cut off: {len(x)} bytes are not whole pictures of {each} bytes; {AGAIN}.")
    x = x.reshape(-1, 3, 96, 96)
    _check_labels(y, len(x), 1, 10, pictures, labels)
    return np.ascontiguousarray(x.transpose(0, 1, 3, 2)), y.astype(np.int64) - 1


def find_unofficial(folder: Path, digests: Sequence[tuple[str, str]]) -> list[str]:
    """Return the names of files that are not, byte for byte, the published ones.

    Args:
        folder: where the files are.
        digests: name and md5 of each published file, as torchvision lists them.
    """
    found = []
    for name, published in digests:
        md5 = hashlib.md5(usedforsecurity=False)
        with (folder / name).open("rb") as file:
            while block := file.read(2**20):
                md5.update(block)
        if md5.hexdigest() != published:
            found.append(name)
    return found


def _check_labels(y: np.ndarray, count: int, low: int, high: int, pictures: Path, labels: Path) -> None:
    if len(y) != count:
        where = "holds" if pictures == labels else f"and {labels.name} hold"
        raise DataFileError(f"{pictures} {where} {count} pictures and {len(y)} labels; download both again.")
    if count and not low <= int(y.min()) <= int(y.max()) <= high:
        raise DataFileError(f"{labels} holds labels outside {low} to {high}; {AGAIN}.")


class _BatchUnpickler(pickle.Unpickler):
    """Unpickle arrays and plain data: a file that wants anything else is no batch of pictures, and may be an attack."""

    ALLOWED = frozenset(
        {
            ("numpy", "dtype"),
            ("numpy", "ndarray"),
            ("numpy.core.multiarray", "_reconstruct"),
            ("numpy._core.multiarray", "_reconstruct"),
            ("_codecs", "encode"),
        }
    )

    def find_class(self, module: str, name: str) -> Any:
        """Return what a pickle names, if it belongs to an array."""
        if (module, name) not in self.ALLOWED:
            raise pickle.UnpicklingError(f"{module}.{name}")
        return super().find_class(module, name)


def _unpickle(path: Path) -> dict[Any, Any]:
    try:
        with path.open("rb") as file:
            batch = _BatchUnpickler(file, encoding="bytes").load()
    except OSError:
        raise DataFileError(f"{path} cannot be read; {AGAIN}.") from None
    except Exception:  # a pickle that is cut off or another file raises nearly anything
        raise DataFileError(f"{path} is cut off, or no batch of CIFAR-10; {AGAIN}.") from None
    if not isinstance(batch, dict):
        raise DataFileError(f"{path} holds no dict, so it is no batch of CIFAR-10; {AGAIN}.")
    return batch
