"""The students' loader of Pets, on files in the format that torchvision unpacks, and on the stand-in."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from tests.given_data import import_given

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def pets() -> Iterator[Any]:
    with import_given(pets="pets") as given:
        yield given.pets


def write(folder: Path, lines: str) -> Path:
    """Write a data set of three pictures, of one colour each."""
    (folder / "oxford-iiit-pet" / "images").mkdir(parents=True)
    (folder / "oxford-iiit-pet" / "annotations").mkdir()
    for index, name in enumerate(("Abyssinian_1", "yorkshire_terrier_7", "beagle_2")):
        Image.new("RGB", (20, 30), (100 * index, 10, 200)).save(folder / "oxford-iiit-pet" / "images" / f"{name}.jpg")
    for name in ("trainval.txt", "test.txt"):
        (folder / "oxford-iiit-pet" / "annotations" / name).write_text(lines, encoding="utf-8")
    return folder


def test_reads_torchvision_format(pets: Any, tmp_path: Path) -> None:
    folder = write(tmp_path, "# a comment\nAbyssinian_1 1 1 1\nyorkshire_terrier_7 37 2 25\nbeagle_2 5 2 4\n")
    data = pets.Pets("train", np.asarray, folder)
    assert not data.stand_in
    assert [pets.CLASSES[label] for label in data.labels] == ["Abyssinian", "Yorkshire Terrier", "Beagle"]
    picture, label = data[1]
    assert (picture.shape, label) == ((30, 20, 3), 36)
    assert abs(int(picture[15, 10, 0]) - 100) <= 3


def test_names_the_damaged_line(pets: Any, tmp_path: Path) -> None:
    folder = write(tmp_path, "Abyssinian_1 1 1 1\nbeagle_2 38 2 4\n")
    with pytest.raises(ValueError, match=r"trainval\.txt, line 2"):
        pets.Pets("train", np.asarray, folder)


def test_names_the_damaged_picture(pets: Any, tmp_path: Path) -> None:
    folder = write(tmp_path, "beagle_2 5 2 4\n")
    (folder / "oxford-iiit-pet" / "images" / "beagle_2.jpg").write_bytes(b"no picture")
    with pytest.raises(ValueError, match=r"beagle_2\.jpg is missing or damaged"):
        pets.Pets("test", np.asarray, folder)[0]


def test_stand_in_has_all_breeds(pets: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    data = pets.Pets("test", np.asarray, tmp_path)
    assert data.stand_in
    assert np.bincount(data.labels).tolist() == [10] * 37
    assert "STAND-IN" in capsys.readouterr().err


def test_unknown_partition_is_refused(pets: Any, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="no partition 'valid'"):
        pets.Pets("valid", np.asarray, tmp_path)
