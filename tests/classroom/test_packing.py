"""A hand-in is kept as one zip, the same for the same files, under the limits of a submission."""

from __future__ import annotations

import io
import stat
import warnings
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from autograder.model.manifest import SubmissionLimits
from scripts.classroom.sources.container import open_container
from scripts.classroom.sources.model import HandIn
from scripts.classroom.sources.pack import Packed, pack
from scripts.errors import SpecError
from tests.classroom import exports

LIMITS = SubmissionLimits(max_files=5, max_total_mb=1)


def keep(folder: Path, files: dict[str, bytes | str]) -> Packed:
    container = open_container(exports.write_zip(folder / "export.zip", files))
    return pack(container, HandIn("one", (), {name: name for name in files}), folder / "kept", LIMITS)


def names(packed: Packed) -> list[str]:
    return zipfile.ZipFile(packed.path).namelist()


def test_single_zip_is_opened(tmp_path: Path) -> None:
    packed = keep(tmp_path, {"hw.zip": exports.WORK, "__MACOSX/._hw.zip": "junk", "report.pdf": "%PDF"})
    assert names(packed) == ["src/sums.py", "report.pdf"]
    two = keep(tmp_path, {"a.zip": exports.WORK, "b.zip": exports.WORK})
    assert names(two) == ["a.zip", "b.zip"]  # which one is meant, the student has to say


@given(st.dictionaries(st.sampled_from(["a.py", "src/b.py", "c.txt"]), st.binary(max_size=40), min_size=1))
def test_same_files_same_digest(tmp_path_factory: pytest.TempPathFactory, files: dict[str, bytes]) -> None:
    """Whether they were uploaded one by one or as a zip; other contents have another digest."""
    folder = tmp_path_factory.mktemp("pack")
    plain = keep(folder, dict(files))
    assert keep(folder, {"hw.zip": exports.archive(files)}).digest == plain.digest
    name = next(iter(files))
    assert keep(folder, {**files, name: files[name] + b"x"}).digest != plain.digest
    assert {name: zipfile.ZipFile(plain.path).read(name) for name in files} == files


def test_link_in_zip_stays_one(tmp_path: Path) -> None:
    """The grader refuses links; the desk must not make files of them."""
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w") as made:
        link = zipfile.ZipInfo("src/sums.py")
        link.create_system, link.external_attr = 3, (stat.S_IFLNK | 0o777) << 16
        made.writestr(link, "/etc/passwd")
    packed = keep(tmp_path, {"hw.zip": inner.getvalue()})
    (info,) = zipfile.ZipFile(packed.path).infolist()
    assert stat.S_ISLNK(info.external_attr >> 16)


def test_name_that_comes_twice_is_kept(tmp_path: Path) -> None:
    """For the grader to explain, without a warning of Python's on the screen."""
    twice = io.BytesIO()
    with zipfile.ZipFile(twice, "w") as made, pytest.warns(UserWarning, match="Duplicate name"):
        made.writestr("a.py", "x")
        made.writestr("a.py", "y")
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert names(keep(tmp_path, {"hw.zip": twice.getvalue()})) == ["a.py", "a.py"]


def encrypted() -> bytes:
    whole = bytearray(exports.archive({"a.py": "x"}))
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        whole[whole.index(mark) + offset] |= 1
    return bytes(whole)


@pytest.mark.parametrize(
    ("files", "words"),
    [
        ({".DS_Store": "x"}, "There is no file in this submission."),
        ({"hw.zip": exports.archive({})}, "hw.zip has no file in it."),
        ({"hw.zip": b"PK\x03\x04 broken"}, "hw.zip cannot be read"),
        ({"hw.zip": encrypted()}, "encrypted"),
        ({f"{n}.py": "x" for n in range(6)}, "more than 5 files"),
        ({"hw.zip": exports.archive({f"{n}.py": "x" for n in range(6)})}, "more than 5 files"),
        ({"big.bin": bytes(3 * 2**20)}, "larger than 2 MB unpacked"),
        ({"hw.zip": exports.archive({"big.bin": bytes(3 * 2**20)})}, "larger than 2 MB"),
    ],
)
def test_unusable_hand_in_has_reason(tmp_path: Path, files: dict[str, bytes | str], words: str) -> None:
    with pytest.raises(SpecError) as refused:
        keep(tmp_path, files)
    assert words in str(refused.value)
    assert list((tmp_path / "kept").iterdir() if (tmp_path / "kept").exists() else []) == []


def test_weights_are_allowed_beyond(tmp_path: Path) -> None:
    files: dict[str, bytes | str] = {"weights/net.pt": bytes(5 * 2**19)}
    with pytest.raises(SpecError, match="larger than 2 MB unpacked"):
        keep(tmp_path, files)
    container = open_container(tmp_path / "export.zip")
    packed = pack(container, HandIn("one", (), {name: name for name in files}), tmp_path / "kept", LIMITS, 1.0)
    assert names(packed) == ["weights/net.pt"]
