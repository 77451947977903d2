"""Oxford-IIIT Pets: photographs of cats and dogs of 37 breeds, from its own files, or a stand-in where there are none.

The files are those that torchvision unpacks: the folder ``oxford-iiit-pet`` with ``images`` and ``annotations``. It is looked for
in the folder that you name and in ``$COURSE_DATA``. ``python -m data.pets`` downloads it, 800 MB.

Without it you get a stand-in of the same breeds: drawn cats and dogs, 10 of each breed to train on and 10 to test on, good for
trying out whether a program runs. It says so when it is loaded. Report what the real pictures give.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

from .load_data import download, print_once

CATS = (
    "Abyssinian", "Bengal", "Birman", "Bombay", "British Shorthair", "Egyptian Mau", "Maine Coon", "Persian", "Ragdoll",
    "Russian Blue", "Siamese", "Sphynx",
)  # fmt: skip
DOGS = (
    "American Bulldog", "American Pit Bull Terrier", "Basset Hound", "Beagle", "Boxer", "Chihuahua", "English Cocker Spaniel",
    "English Setter", "German Shorthaired", "Great Pyrenees", "Havanese", "Japanese Chin", "Keeshond", "Leonberger",
    "Miniature Pinscher", "Newfoundland", "Pomeranian", "Pug", "Saint Bernard", "Samoyed", "Scottish Terrier", "Shiba Inu",
    "Staffordshire Bull Terrier", "Wheaten Terrier", "Yorkshire Terrier",
)  # fmt: skip
CLASSES = tuple(sorted((*CATS, *DOGS)))
LISTS = {"train": "trainval.txt", "test": "test.txt"}


class Pets:
    """One of the two sets, as a data set for a DataLoader.

    Args:
        partition: "train" or "test".
        transform: is applied to each picture, an RGB picture of Pillow.
        folder: where ``oxford-iiit-pet`` is.

    Attributes:
        labels: index into ``CLASSES`` of each picture.
        stand_in: whether these are drawings.

    Raises:
        ValueError: there is no such partition, or a list of the data set is damaged.
    """

    def __init__(self, partition: str, transform: Callable[[Any], Any], folder: str | Path = "data") -> None:
        if partition not in LISTS:
            raise ValueError(f'there is no partition {partition!r}; use "train" or "test".')
        self.transform = transform
        found = pets_folder(folder)
        self.stand_in = found is None
        self._pictures: list[Any]
        if found is None:
            print_once(
                f"Pets are not in {folder}: a STAND-IN of drawn animals takes their place. For the real ones: python -m data.pets"
            )
            self._pictures, self.labels = _draw(partition)
        else:
            self._pictures, self.labels = _read_list(found, LISTS[partition])

    def __len__(self) -> int:
        return len(self.labels)

    def __getitem__(self, index: int) -> tuple[Any, int]:
        picture = self._pictures[index]
        if isinstance(picture, Path):
            try:
                picture = Image.open(picture).convert("RGB")
            except OSError as error:
                raise ValueError(f"{picture} is missing or damaged: download the data set again.") from error
        return self.transform(picture), self.labels[index]


def pets_folder(folder: str | Path = "data") -> Path | None:
    """Return the folder ``oxford-iiit-pet``, or None where only the stand-in is available."""
    for place in (Path(folder), Path(os.environ.get("COURSE_DATA", folder))):
        for candidate in (place, place / "oxford-iiit-pet"):
            if (candidate / "images").is_dir() and all((candidate / "annotations" / name).is_file() for name in LISTS.values()):
                return candidate
    return None


def _read_list(folder: Path, name: str) -> tuple[list[Any], list[int]]:
    """Read a list: a line has the picture's name and its class, counted from 1, and two more numbers."""
    pictures, labels = [], []
    for number, line in enumerate((folder / "annotations" / name).read_text(encoding="utf-8").splitlines(), start=1):
        words = line.split()
        if not words or line.startswith("#"):
            continue
        if len(words) < 2 or not words[1].isdigit() or not 1 <= int(words[1]) <= len(CLASSES):
            raise ValueError(f"{folder / 'annotations' / name}, line {number}: a picture and a class from 1 to 37 should be here.")
        pictures.append(folder / "images" / f"{words[0]}.jpg")
        labels.append(int(words[1]) - 1)
    return pictures, labels


def _draw(partition: str) -> tuple[list[Any], list[int]]:
    """Draw cats and dogs of 64 x 64; each breed has light of its own colour."""
    from testkit import drawings

    from . import stand_ins

    stand_ins.used = True
    rng = np.random.default_rng([37, partition == "test"])
    labels = rng.permutation(np.repeat(np.arange(len(CLASSES)), 10))
    animals = np.array([CLASSES[label] in DOGS for label in labels]).astype(np.int64)
    pictures = drawings.draw(("cat", "dog"), animals, 64, rng)
    light = 1 + 0.5 * np.cos(2 * np.pi * (labels[:, None] * 0.618 + np.array([0.0, 1 / 3, 2 / 3])))
    lit = np.clip(pictures * light[:, :, None, None], 0, 255).astype(np.uint8)
    return [Image.fromarray(np.ascontiguousarray(one.transpose(1, 2, 0))) for one in lit], labels.tolist()


if __name__ == "__main__":
    download("OxfordIIITPet")
