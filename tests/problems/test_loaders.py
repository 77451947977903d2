"""The students' data loaders: on files made here, on the stand-ins, and on the real data if it is there."""

from __future__ import annotations

import csv
import gzip
import struct
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from tests.given_data import import_given
from tests.real_data import real_data

ROOT = Path(__file__).resolve().parents[2]
BREEDS = [
    "chihuahua", "collie", "dalmatian", "golden_retriever", "great_dane", "miniature_poodle", "saint_bernard", "samoyed",
    "siberian_husky", "yorkshire_terrier",
]  # fmt: skip


@pytest.fixture(scope="module")
def data() -> Iterator[SimpleNamespace]:
    with import_given(mnist="load_data", dogs="dogs") as given:
        yield given


def _idx(path: Path, array: np.ndarray) -> None:
    head = struct.pack(f">HBB{array.ndim}I", 0, 8, array.ndim, *array.shape)
    path.write_bytes(head + array.astype(np.uint8).tobytes())


def _mnist(folder: Path, per_class: int, seed: int = 0) -> dict[str, tuple[np.ndarray, np.ndarray]]:
    """Write MNIST's four files with ``per_class`` random pictures of each digit."""
    folder.mkdir(parents=True, exist_ok=True)
    rng = np.random.default_rng(seed)
    made = {}
    for stem in ("train", "t10k"):
        x = rng.integers(0, 256, (10 * per_class, 28, 28), dtype=np.uint8)
        y = rng.permutation(np.repeat(np.arange(10), per_class))
        _idx(folder / f"{stem}-images-idx3-ubyte", x)
        _idx(folder / f"{stem}-labels-idx1-ubyte", y)
        made[stem] = (x, y)
    return made


def _dogset(folder: Path, rows: list[tuple[str, str, str, str]]) -> dict[str, np.ndarray]:
    (folder / "images").mkdir(parents=True)
    rng = np.random.default_rng(1)
    pictures = {}
    with (folder / "dogs.csv").open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(["filename", "semantic_label", "numeric_label", "partition"])
        writer.writerows(rows)
    for filename, *_ in rows:
        pictures[filename] = rng.integers(0, 256, (64, 64, 3), dtype=np.uint8)
        Image.fromarray(pictures[filename]).save(folder / "images" / filename)
    return pictures


ROWS = [
    ("a.png", "collie", "1", "train"), ("b.png", "chihuahua", "0", "train"), ("c.png", "collie", "1", "valid"),
    ("d.png", "samoyed", "7", "test"), ("e.png", "", "", "all"), ("f.png", "samoyed", "7.0", "train"),
]  # fmt: skip


def test_mnist_takes_first_of_each_digit(data: SimpleNamespace, tmp_path: Path) -> None:
    made = _mnist(tmp_path, per_class=8)
    train_x, test_x, train_y, test_y = data.mnist.load_mnist_data(4, 0.75, 8, tmp_path)
    for features, targets, stem, count in ((train_x, train_y, "train", 6), (test_x, test_y, "t10k", 2)):
        x, y = made[stem]
        places = [i for i in range(len(y)) if y[i] < 4 and (y[:i] == y[i]).sum() < count]
        assert features.dtype == np.float64 and targets.dtype == np.int64
        assert np.array_equal(targets, y[places])
        assert np.array_equal(features, x[places].reshape(-1, 784) / 255)


@pytest.mark.parametrize(("fraction", "sizes"), [(1.0, (100, 0)), (0.0, (0, 100)), (0.29, (29, 71)), (0.999, (99, 1))])
def test_mnist_splits_examples(data: SimpleNamespace, tmp_path: Path, fraction: float, sizes: tuple[int, int]) -> None:
    _mnist(tmp_path / "MNIST" / "raw", per_class=100)
    train_x, test_x, train_y, test_y = data.mnist.load_mnist_data(1, fraction, 100, tmp_path)
    assert train_x.shape == (sizes[0], 784) and train_y.shape == (sizes[0],)
    assert test_x.shape == (sizes[1], 784) and test_y.shape == (sizes[1],)


def test_mnist_reads_packed_files(data: SimpleNamespace, tmp_path: Path) -> None:
    _mnist(tmp_path, per_class=3)
    plain = data.mnist.load_mnist_data(10, 0.5, 2, tmp_path)
    for path in list(tmp_path.iterdir()):
        path.with_name(f"{path.name}.gz").write_bytes(gzip.compress(path.read_bytes()))
        path.unlink()
    assert all(
        np.array_equal(a, b) for a, b in zip(plain, data.mnist.load_mnist_data(10, 0.5, 2, tmp_path), strict=True)
    )


@pytest.mark.parametrize("harm", ["cut", "other", "unpackable"])
def test_names_broken_mnist_file(data: SimpleNamespace, tmp_path: Path, harm: str) -> None:
    _mnist(tmp_path, per_class=2)
    path = tmp_path / "train-images-idx3-ubyte"
    whole = path.read_bytes()
    if harm == "unpackable":
        path.unlink()
        path.with_name(f"{path.name}.gz").write_bytes(gzip.compress(whole)[:-20])
    else:
        path.write_bytes(whole[:-1] if harm == "cut" else b"<html>" + whole)
    with pytest.raises(ValueError, match=r"train-images-idx3-ubyte.*download it again"):
        data.mnist.load_mnist_data(10, 1.0, 1, tmp_path)


@pytest.mark.parametrize("wrong", [{"threshold": 0}, {"threshold": 11}, {"fraction": 1.5}, {"examples_per_class": -1}])
def test_refuses_invalid_arguments(data: SimpleNamespace, tmp_path: Path, wrong: dict[str, float]) -> None:
    with pytest.raises(ValueError, match=next(iter(wrong))):
        data.mnist.load_mnist_data(**{"threshold": 10, "mnist_folder": tmp_path} | wrong)


@settings(max_examples=60)
@given(targets=st.lists(st.integers(0, 4), max_size=40), count=st.integers(0, 12))
def test_subset_keeps_first_of_each_class(data: SimpleNamespace, targets: list[int], count: int) -> None:
    features = np.arange(2 * len(targets)).reshape(-1, 2)
    x, y = data.mnist.stratified_subset(features, np.array(targets, dtype=int), count)
    places = [i for i in range(len(targets)) if targets[:i].count(targets[i]) < count]
    assert x.tolist() == [features[i].tolist() for i in places]
    assert y.tolist() == [targets[i] for i in places]


def test_stand_in_replaces_mnist(data: SimpleNamespace, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    train_x, test_x, train_y, test_y = data.mnist.load_mnist_data(10, 0.8, 200, tmp_path)
    assert "STAND-IN" in capsys.readouterr().err
    assert train_x.shape == (1600, 784) and test_x.shape == (400, 784)
    assert train_x.dtype == np.float64 and train_y.dtype == np.int64
    assert train_x.min() >= 0 and 0.9 < train_x.max() <= 1
    assert np.bincount(train_y).tolist() == [160] * 10 and np.bincount(test_y).tolist() == [40] * 10
    again = data.mnist.load_mnist_data(10, 0.8, 200, tmp_path)
    assert all(np.array_equal(a, b) for a, b in zip((train_x, test_x, train_y, test_y), again, strict=True))
    # The nearest neighbour among the training pictures predicts the digit.
    nearest = ((test_x[:, None] - train_x[None, :400]) ** 2).sum(2).argmin(1)
    assert (train_y[nearest] == test_y).mean() > 0.7


def test_reads_dogset_by_csv(data: SimpleNamespace, tmp_path: Path) -> None:
    pictures = _dogset(tmp_path / "DogSet", ROWS)
    dogs = data.dogs.DogsDataset(tmp_path / "DogSet")
    assert not dogs.stand_in
    assert dogs.trainY.tolist() == [1, 0, 7] and dogs.validY.tolist() == [1] and dogs.testY.tolist() == [7]
    assert dogs.trainX.dtype == np.float32 and dogs.trainY.dtype == np.int64
    training = np.stack([pictures[name] for name in ("a.png", "b.png", "f.png")]) / 255
    mean, std = training.mean((0, 1, 2)), training.std((0, 1, 2))
    assert np.allclose(dogs.trainX, (training - mean) / std, atol=1e-5)
    # Only the training pictures decide the scale of the others.
    assert np.allclose(dogs.validX[0], (pictures["c.png"] / 255 - mean) / std, atol=1e-5)
    assert np.allclose(dogs.as_pictures(dogs.testX[0]), pictures["d.png"] / 255, atol=1e-6)
    assert dogs.get_semantic_label(7) == "samoyed"
    assert len(dogs.get_examples_by_label("train", 1)) == 1 and len(dogs.get_examples_by_label("train", 7, 0)) == 0
    assert dogs.get_validation_examples()[0] is dogs.validX
    assert [row["partition"] for row in dogs.rows] == ["train", "train", "valid", "test", "train"]


def test_reads_fewer_breeds(data: SimpleNamespace, tmp_path: Path) -> None:
    _dogset(tmp_path / "DogSet", ROWS)
    dogs = data.dogs.DogsDataset(tmp_path / "DogSet", num_classes=2)
    assert dogs.trainY.tolist() == [1, 0] and dogs.testX.shape == (0, 64, 64, 3)


def test_names_broken_dogset_file(data: SimpleNamespace, tmp_path: Path) -> None:
    _dogset(tmp_path / "DogSet", ROWS)
    Image.new("RGB", (63, 64)).save(tmp_path / "DogSet" / "images" / "b.png")
    with pytest.raises(ValueError, match=r"b\.png has 63 x 64 pixels"):
        data.dogs.DogsDataset(tmp_path / "DogSet")
    (tmp_path / "DogSet" / "images" / "b.png").write_bytes(b"no picture")
    with pytest.raises(ValueError, match=r"b\.png cannot be read"):
        data.dogs.DogsDataset(tmp_path / "DogSet")
    (tmp_path / "DogSet" / "dogs.csv").write_text("filename,breed\n", encoding="utf-8")
    with pytest.raises(ValueError, match="semantic_label is missing"):
        data.dogs.DogsDataset(tmp_path / "DogSet")


def test_drawn_dogs_replace_dogset(data: SimpleNamespace, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    dogs = data.dogs.DogsDataset(tmp_path)
    assert dogs.stand_in and "STAND-IN" in capsys.readouterr().err
    assert [dogs.get_semantic_label(label) for label in range(10)] == BREEDS
    for x, y, each in ((dogs.trainX, dogs.trainY, 60), (dogs.validX, dogs.validY, 15), (dogs.testX, dogs.testY, 15)):
        assert x.shape == (10 * each, 64, 64, 3) and x.dtype == np.float32
        assert np.bincount(y).tolist() == [each] * 10
    assert np.array_equal(dogs.trainX, data.dogs.DogsDataset(tmp_path).trainX)


def test_real_mnist(data: SimpleNamespace) -> None:
    folder = real_data("MNIST") / "MNIST" / "raw"
    train_x, test_x, train_y, test_y = data.mnist.load_mnist_data(10, 0.8, 5, folder)
    assert train_y.tolist()[:10] == [5, 0, 4, 1, 9, 2, 1, 3, 1, 4]  # the first ten labels of MNIST
    assert test_y.tolist() == [7, 2, 1, 0, 4, 9, 5, 6, 3, 8]
    assert train_x.shape == (40, 784) and test_x.shape == (10, 784)
    assert train_x[0].sum() * 255 == pytest.approx(27525)
    everything = data.mnist.load_mnist_data(10, 1.0, 10_000, folder)
    assert len(everything[0]) == 60_000


def test_real_dogset(data: SimpleNamespace) -> None:
    folder = real_data("DogSet", lambda root: (root / "dogset" / "dogs.csv").is_file()) / "dogset"
    dogs = data.dogs.DogsDataset(folder)
    assert not dogs.stand_in
    assert [dogs.get_semantic_label(label) for label in range(10)] == BREEDS
    assert len(dogs.trainX) + len(dogs.validX) + len(dogs.testX) == len(dogs.rows)
    assert np.allclose(dogs.trainX.mean((0, 1, 2), dtype=np.float64), 0, atol=1e-3)
    assert np.allclose(dogs.trainX.std((0, 1, 2), dtype=np.float64), 1, atol=1e-3)
