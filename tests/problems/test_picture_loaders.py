"""The students' loaders of CIFAR-10, EMNIST's letters and STL-10: on files written here byte by byte, and on the stand-ins."""

from __future__ import annotations

import gzip
import hashlib
import os
import pickle
import struct
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from tests.given_data import import_given
from tests.real_data import real_data

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def data() -> Iterator[SimpleNamespace]:
    with import_given(
        mnist="load_data", cifar="cifar10", letters="letters", stl="stl10", stand_ins="stand_ins"
    ) as given:
        yield given


def _python2_batch(rows: list[bytes], labels: list[int]) -> bytes:
    """Write a batch as CIFAR-10's authors did, opcode by opcode: a pickle of Python 2, whose texts are bytes."""

    def text(value: bytes) -> bytes:
        return b"T" + struct.pack("<I", len(value)) + value

    def number(value: int) -> bytes:
        return b"K" + bytes([value]) if value < 256 else b"M" + struct.pack("<H", value)

    array = (
        b"cnumpy.core.multiarray\n_reconstruct\n" + b"cnumpy\nndarray\n" + number(0) + b"\x85" + text(b"b") + b"\x87R"
    )
    dtype = b"cnumpy\ndtype\n" + text(b"u1") + number(0) + number(1) + b"\x87R"
    dtype += b"(" + number(3) + text(b"|") + b"NNN" + b"J" + b"\xff" * 4 + b"J" + b"\xff" * 4 + number(0) + b"tb"
    shape = number(len(rows)) + number(3072) + b"\x86"
    array += b"(" + number(1) + shape + dtype + b"\x89" + text(b"".join(rows)) + b"tb"
    listed = b"](" + b"".join(number(label) for label in labels) + b"e"
    return b"\x80\x02}(" + text(b"data") + array + text(b"labels") + listed + b"u."


def _cifar(folder: Path, each: int = 3) -> dict[str, tuple[np.ndarray, list[int]]]:
    folder.mkdir(parents=True, exist_ok=True)
    rng = np.random.default_rng(5)
    made = {}
    for name in [*(f"data_batch_{number}" for number in range(1, 6)), "test_batch"]:
        x, y = rng.integers(0, 256, (each, 3072), dtype=np.uint8), rng.integers(0, 10, each).tolist()
        (folder / name).write_bytes(_python2_batch([row.tobytes() for row in x], y))
        made[name] = (x, y)
    return made


def _letters(folder: Path, count: int = 30) -> dict[str, tuple[np.ndarray, np.ndarray]]:
    folder.mkdir(parents=True, exist_ok=True)
    rng = np.random.default_rng(6)
    made = {}
    for part in ("train", "test"):
        x, y = rng.integers(0, 256, (count, 28, 28), dtype=np.uint8), (rng.permutation(count) % 26 + 1).astype(np.uint8)
        stem = f"emnist-letters-{part}"
        (folder / f"{stem}-images-idx3-ubyte").write_bytes(struct.pack(">IIII", 2051, count, 28, 28) + x.tobytes())
        (folder / f"{stem}-labels-idx1-ubyte").write_bytes(struct.pack(">II", 2049, count) + y.tobytes())
        made[part] = (x, y)
    return made


def _stl(folder: Path, count: int = 4) -> dict[str, tuple[np.ndarray, np.ndarray]]:
    """Write STL-10's files: of every picture red, green, blue; of every colour column by column."""
    folder.mkdir(parents=True, exist_ok=True)
    rng = np.random.default_rng(7)
    made = {}
    for part in ("train", "test"):
        x, y = rng.integers(0, 256, (count, 96, 96, 3), dtype=np.uint8), rng.integers(1, 11, count, dtype=np.uint8)
        columns = [picture[:, column, colour] for picture in x for colour in range(3) for column in range(96)]
        (folder / f"{part}_X.bin").write_bytes(b"".join(column.tobytes() for column in columns))
        (folder / f"{part}_y.bin").write_bytes(y.tobytes())
        made[part] = (x, y)
    return made


def test_reads_python2_batches_of_cifar(data: SimpleNamespace, tmp_path: Path) -> None:
    made = _cifar(tmp_path / "cifar-10-batches-py")
    x, y = data.cifar.load_cifar10("train", tmp_path)
    assert (x.dtype, y.dtype, x.shape) == (np.uint8, np.int64, (15, 3, 32, 32))
    batches = [made[f"data_batch_{number}"] for number in range(1, 6)]
    assert y.tolist() == [label for _, labels in batches for label in labels]
    rows = np.concatenate([rows for rows, _ in batches])
    # A row holds 1024 red values, then green, then blue; of each, 32 rows of 32.
    assert x[7, 2, 5, 9] == rows[7, 2 * 1024 + 5 * 32 + 9] and np.array_equal(x.reshape(15, -1), rows)
    test_x, test_y = data.cifar.load_cifar10("test", tmp_path / "cifar-10-batches-py")
    assert test_y.tolist() == made["test_batch"][1] and np.array_equal(test_x.reshape(3, -1), made["test_batch"][0])


def test_turns_letters_upright(data: SimpleNamespace, tmp_path: Path) -> None:
    made = _letters(tmp_path)
    for part, (stored, labels) in made.items():
        x, y = data.letters.load_letters(part, tmp_path)
        assert (x.dtype, y.dtype) == (np.uint8, np.int64)
        assert x[3, 20, 4] == stored[3, 4, 20] and np.array_equal(x, stored.swapaxes(1, 2))
        assert y.tolist() == labels.tolist() and y.min() == 1 and y.max() == 26
    for path in list(tmp_path.iterdir()):
        path.with_name(f"{path.name}.gz").write_bytes(gzip.compress(path.read_bytes()))
        path.unlink()
    assert np.array_equal(data.letters.load_letters("test", tmp_path)[0], made["test"][0].swapaxes(1, 2))


def test_reads_columns_of_stl(data: SimpleNamespace, tmp_path: Path) -> None:
    made = _stl(tmp_path / "stl10_binary")
    (tmp_path / "stl10_binary" / "unlabeled_X.bin").write_bytes(b"not read")
    for part, (pictures, labels) in made.items():
        x, y = data.stl.load_stl10(part, tmp_path)
        assert (x.dtype, y.dtype) == (np.uint8, np.int64)
        assert np.array_equal(x, pictures.transpose(0, 3, 1, 2)) and y.tolist() == (labels.astype(int) - 1).tolist()


def _load(data: SimpleNamespace, name: str, folder: Path) -> Any:
    return {"cifar": data.cifar.load_cifar10, "letters": data.letters.load_letters, "stl": data.stl.load_stl10}[name](
        "train", folder
    )


HARMS: list[tuple[str, str, Callable[[bytes], bytes], str]] = [
    ("cifar", "data_batch_3", lambda whole: whole[:-40], "cut off, or no batch of CIFAR-10"),
    ("cifar", "data_batch_3", lambda whole: b"<html>", "cut off, or no batch of CIFAR-10"),
    ("cifar", "data_batch_3", lambda whole: pickle.dumps([1]), "holds no dict"),
    ("cifar", "data_batch_3", lambda whole: pickle.dumps(os.getcwd), "cut off, or no batch of CIFAR-10"),
    ("cifar", "data_batch_3", lambda whole: _python2_batch([bytes(3072)], [1, 2]), "holds 1 pictures and 2 labels"),
    ("cifar", "data_batch_3", lambda whole: _python2_batch([bytes(3072)], [10]), "labels outside 0 to 9"),
    (
        "cifar",
        "data_batch_3",
        lambda whole: pickle.dumps({"data": np.zeros((2, 9), np.uint8)}),
        "no rows of 3072 bytes",
    ),
    ("letters", "emnist-letters-train-images-idx3-ubyte", lambda whole: whole[:-1], "cut off or too long"),
    ("letters", "emnist-letters-train-images-idx3-ubyte", lambda whole: b"PK" + whole, "not the published file"),
    ("letters", "emnist-letters-train-labels-idx1-ubyte", lambda whole: whole[:-1] + b"\x1b", "labels outside 1 to 26"),
    ("letters", "emnist-letters-train-labels-idx1-ubyte", lambda whole: whole[:-2] + b"\1", "cut off or too long"),
    ("stl", "train_X.bin", lambda whole: whole[:-1], "not whole pictures of 27648 bytes"),
    ("stl", "train_X.bin", lambda whole: whole[27648:], "hold 3 pictures and 4 labels"),
    ("stl", "train_y.bin", lambda whole: b"\0" + whole[1:], "labels outside 1 to 10"),
]


@pytest.mark.parametrize("index", range(len(HARMS)))
def test_names_broken_file(data: SimpleNamespace, tmp_path: Path, index: int) -> None:
    kind, name, harm, says = HARMS[index]
    {"cifar": _cifar, "letters": _letters, "stl": _stl}[kind](tmp_path)
    (tmp_path / name).write_bytes(harm((tmp_path / name).read_bytes()))
    with pytest.raises(ValueError, match=says) as caught:
        _load(data, kind, tmp_path)
    sentence = str(caught.value)
    assert name in sentence and "again" in sentence and "\n" not in sentence


@pytest.mark.parametrize("kind", ["cifar", "letters", "stl"])
def test_refuses_unknown_partition(data: SimpleNamespace, kind: str) -> None:
    loader = {"cifar": data.cifar.load_cifar10, "letters": data.letters.load_letters, "stl": data.stl.load_stl10}[kind]
    with pytest.raises(ValueError, match="'train' or 'test', not 'valid'"):
        loader("valid")


def test_says_which_files_differ(
    data: SimpleNamespace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A copy that is not the published one is read, and said once to be another."""
    from torchvision.datasets import CIFAR10

    _cifar(tmp_path)
    md5 = [
        [f"data_batch_{n}", hashlib.md5((tmp_path / f"data_batch_{n}").read_bytes()).hexdigest()] for n in range(1, 6)
    ]
    monkeypatch.setattr(CIFAR10, "train_list", md5)
    data.cifar.load_cifar10("train", tmp_path)
    assert capsys.readouterr().err == ""
    for _ in range(2):
        data.cifar.load_cifar10("test", tmp_path)
    said = capsys.readouterr().err
    assert said.count("\n") == 1 and "test_batch differs from the published CIFAR10 (by md5)" in said


STAND_INS = [("cifar", 5000, 1000, (3, 32, 32), range(10)), ("letters", 5200, 1300, (28, 28), range(1, 27))]


@pytest.mark.parametrize(("kind", "train", "test", "shape", "labels"), STAND_INS, ids=["cifar", "letters"])
def test_stand_in_has_same_form(
    data: SimpleNamespace,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    kind: str,
    train: int,
    test: int,
    shape: tuple[int, ...],
    labels: range,
) -> None:
    loader = {"cifar": data.cifar.load_cifar10, "letters": data.letters.load_letters}[kind]
    data.stand_ins.used = False
    parts = {part: loader(part, tmp_path) for part in ("train", "test")}
    assert data.stand_ins.used and capsys.readouterr().err.count("STAND-IN") == 1
    for part, count in (("train", train), ("test", test)):
        x, y = parts[part]
        assert (x.shape, x.dtype, y.dtype) == ((count, *shape), np.uint8, np.int64)
        assert np.bincount(y)[labels.start :].tolist() == [count // len(labels)] * len(labels)
        assert len(np.unique(x.reshape(count, -1), axis=0)) == count
    parts["train"][0][:] = 0  # a program may change what it got
    assert loader("train", tmp_path)[0].any()


PICTURES, LETTERS = [98.9, 72.61, 123.01, 135.7], [54.15, 57.71, 46.78, 53.27]


# Of what another platform's mathematics may round otherwise, one step in 255 of a few pixels, sums say nothing.
def test_drawings_repeat_everywhere() -> None:
    from testkit import drawings, lettering

    pictures = drawings.draw(drawings.STL10, np.arange(20) % 10, 32, np.random.default_rng(1)).astype(int)
    letters = lettering.draw(np.arange(26) + 1, np.random.default_rng(1)).astype(int)
    assert np.allclose(pictures.mean((1, 2, 3))[:4], PICTURES, atol=0.1)
    assert np.allclose(letters.mean((1, 2))[:4], LETTERS, atol=0.1)


def test_drawn_classes_are_named(data: SimpleNamespace) -> None:
    from testkit import drawings

    assert data.cifar.CLASSES == drawings.CIFAR10 and data.stl.CLASSES == drawings.STL10
    with pytest.raises(ValueError, match="no drawing of 'zebra'"):
        drawings.draw(["cat", "zebra"], np.zeros(1, dtype=int), 32, np.random.default_rng(0))


def test_every_seed_draws_new_pictures() -> None:
    from testkit import pictures
    from testkit.generators import make_generator

    for draw in (pictures.draw_pictures, pictures.draw_letters):
        (x, y), (test_x, test_y) = draw(make_generator(3), 2, 1)
        again = draw(make_generator(3), 2, 1)
        assert np.array_equal(x, again[0][0]) and np.array_equal(test_y, again[1][1])
        assert not np.array_equal(x, draw(make_generator(4), 2, 1)[0][0])
        assert len(x) == 2 * len(test_x) and len(np.unique(y)) == len(test_y)
        assert float(x.min()) >= 0 and 0.9 < float(x.max()) <= 1


def test_real_cifar(data: SimpleNamespace) -> None:
    real = real_data("CIFAR-10", data.cifar.cifar10_folder)
    x, y = data.cifar.load_cifar10("train", real)
    assert np.bincount(y).tolist() == [5000] * 10
    assert y.tolist()[:10] == [6, 9, 9, 4, 1, 1, 2, 7, 8, 3]  # the published order
    assert [round(value) for value in x.mean((0, 2, 3))] == pytest.approx([125, 123, 114], abs=1)
    assert data.cifar.load_cifar10("test", real)[1].tolist()[:10] == [3, 8, 8, 0, 6, 6, 1, 6, 3, 1]


def test_real_letters(data: SimpleNamespace) -> None:
    x, y = data.letters.load_letters("train", real_data("EMNIST's letters", data.letters.letters_folder))
    assert y.min() == 1 and y.max() == 26
    # Upright, an L has its long stroke at the left and its short one at the bottom.
    mean = x[y == 12].mean(0)
    assert mean[18:].sum() > mean[:10].sum()


def test_real_stl(data: SimpleNamespace) -> None:
    real = real_data("STL-10", data.stl.stl10_folder)
    assert np.bincount(data.stl.load_stl10("train", real)[1]).tolist() == [500] * 10
