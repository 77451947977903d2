"""DogSet: pictures of dogs of ten breeds, from its own files, or a stand-in where there are none.

DogSet is a folder with ``dogs.csv``, whose columns are filename, semantic_label, numeric_label and partition, and a folder
``images`` with the pictures, 64 x 64 pixels each. It is looked for in the folder that you name and in
``$COURSE_DATA/dogset``. The course hands it out; it is no public download.

Without it you get a stand-in of the same shapes, types and breeds: drawn dogs, good for trying out whether a program runs. It
says so when it is loaded. Report what the real pictures give.
"""

from __future__ import annotations

import csv
import os
from pathlib import Path
from typing import Any

import numpy as np

from .load_data import print_once

SIDE = 64
COLUMNS = ("filename", "semantic_label", "numeric_label", "partition")
PARTITIONS = ("train", "valid", "test")


class DogsDataset:
    """All of DogSet in memory.

    ``trainX``, ``validX`` and ``testX`` are float32 of shape (N, 64, 64, 3): picture, row, column, channel (red, green, blue).
    ``trainY``, ``validY`` and ``testY`` are int64 of shape (N,). Each channel is shifted and scaled such that the training
    pictures have mean 0 and standard deviation 1 in it; the same shift and scale is used for the other two partitions, since
    training must not use anything of them. ``as_pictures`` undoes it.

    Args:
        path_to_dogsset: the folder with ``dogs.csv`` and ``images``.
        num_classes: only breeds with a smaller number are loaded.

    Attributes:
        rows: what ``dogs.csv`` says of the pictures that were loaded, a dict each, in the file's order.
        semantic_labels: name of each breed, by its number.
        image_mean, image_std: of the training pictures, a number for each channel.
        stand_in: whether these are drawn dogs.
    """

    def __init__(self, path_to_dogsset: str | Path = "data/DogSet", num_classes: int = 10) -> None:
        self.num_classes = num_classes
        folder = dogset_folder(path_to_dogsset)
        self.stand_in = folder is None
        if folder is None:
            from .stand_ins import dogs

            print_once(f"DogSet is not in {path_to_dogsset}: a STAND-IN of drawn dogs takes its place.")
            self.rows, pictures = dogs()
            kept = [index for index, row in enumerate(self.rows) if row["numeric_label"] < num_classes]
            self.rows, pictures = [self.rows[index] for index in kept], pictures[kept]
        else:
            self.rows = [row for row in _read_csv(folder / "dogs.csv") if row["numeric_label"] < num_classes]
            pictures = _read_pictures(folder / "images", self.rows)
        self.semantic_labels = {row["numeric_label"]: row["semantic_label"] for row in self.rows}
        partition = np.array([row["partition"] for row in self.rows])
        labels = np.array([row["numeric_label"] for row in self.rows], dtype=np.int64)
        training = pictures[partition == "train"]
        if not len(training):
            raise ValueError(f"{path_to_dogsset}: no picture of these breeds is in the partition 'train'.")
        # Counted, not averaged: exact, and without a float64 copy of every picture.
        counts = np.stack([np.bincount(training[..., channel].ravel(), minlength=256) for channel in range(3)])
        levels = np.arange(256) / 255
        self.image_mean = (counts @ levels / counts.sum(1)).astype(np.float32)
        spread = np.sqrt(counts @ levels**2 / counts.sum(1) - (counts @ levels / counts.sum(1)) ** 2)
        self.image_std = np.maximum(spread, 1e-6).astype(np.float32)
        parts = {}
        for name in PARTITIONS:
            chosen = partition == name
            x = pictures[chosen].astype(np.float32) / 255
            parts[name] = ((x - self.image_mean) / self.image_std, labels[chosen])
        self.trainX, self.trainY = parts["train"]
        self.validX, self.validY = parts["valid"]
        self.testX, self.testY = parts["test"]

    def get_train_examples(self) -> tuple[np.ndarray, np.ndarray]:
        """Return (pictures, labels) to train on."""
        return self.trainX, self.trainY

    def get_validation_examples(self) -> tuple[np.ndarray, np.ndarray]:
        """Return (pictures, labels) to validate with during training."""
        return self.validX, self.validY

    def get_test_examples(self) -> tuple[np.ndarray, np.ndarray]:
        """Return (pictures, labels) to test with, once, at the end."""
        return self.testX, self.testY

    def get_examples_by_label(self, partition: str, label: int, num_examples: int | None = None) -> np.ndarray:
        """Return the pictures of one breed.

        Args:
            partition: "train", "valid" or "test".
            label: the number of the breed.
            num_examples: how many of them at most, the first ones; all where it is None.

        Returns:
            float32 of shape (N, 64, 64, 3).
        """
        if partition not in PARTITIONS:
            raise ValueError(f"a partition is one of {', '.join(PARTITIONS)}, not {partition!r}.")
        x, y = getattr(self, f"{partition}X"), getattr(self, f"{partition}Y")
        return x[y == label][:num_examples]

    def get_semantic_label(self, numeric_label: int) -> str:
        """Return the name of a breed."""
        return self.semantic_labels[int(numeric_label)]

    def as_pictures(self, x: np.ndarray) -> np.ndarray:
        """Return what ``imshow`` draws: the colours, between 0 and 1, of pictures such as those in ``trainX``."""
        return np.clip(np.asarray(x) * self.image_std + self.image_mean, 0, 1)


def dogset_folder(path_to_dogsset: str | Path = "data/DogSet") -> Path | None:
    """Return the folder in which DogSet is, or None where only the stand-in is available."""
    places = [Path(path_to_dogsset)]
    if os.environ.get("COURSE_DATA"):
        places.append(Path(os.environ["COURSE_DATA"]) / "dogset")
    return next((place for place in places if (place / "dogs.csv").is_file()), None)


def _read_csv(path: Path) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = []
    with path.open(newline="", encoding="utf-8-sig") as file:
        reader = csv.DictReader(file)
        missing = [column for column in COLUMNS if column not in (reader.fieldnames or [])]
        if missing:
            raise ValueError(f"{path}: the column {missing[0]} is missing; download the file from the course again.")
        for row in reader:
            if row["partition"] not in PARTITIONS:
                continue  # pictures without labels
            try:
                label = int(float(row["numeric_label"]))
            except (TypeError, ValueError):
                raise ValueError(
                    f"{path}:{reader.line_num}: numeric_label is not a number; download the file from the course again."
                ) from None
            rows.append({column: row[column] for column in COLUMNS} | {"numeric_label": label})
    return rows


def _read_pictures(folder: Path, rows: list[dict[str, Any]]) -> np.ndarray:
    """Read the pictures that rows name, as bytes of shape (N, 64, 64, 3)."""
    from PIL import Image, UnidentifiedImageError

    pictures = np.empty((len(rows), SIDE, SIDE, 3), dtype=np.uint8)
    for index, row in enumerate(rows):
        path = folder / row["filename"]
        try:
            with Image.open(path) as image:
                if image.size != (SIDE, SIDE):
                    raise ValueError(f"{path} has {image.width} x {image.height} pixels, not {SIDE} x {SIDE}.")
                pictures[index] = np.asarray(image.convert("RGB"))
        except (OSError, UnidentifiedImageError):
            raise ValueError(f"{path} cannot be read as a picture, and dogs.csv names it; download it again.") from None
    return pictures
