"""Files of weights in a submission: taken as bytes under a limit of their own, and never by way of a link or a device."""

from __future__ import annotations

import os
import stat
import zipfile
from pathlib import Path

import msgspec
import pytest

from autograder.model.manifest import Problem, SubmissionLimits, WeightFile
from autograder.submission import Submission, SubmissionError, collect
from tests.submission.samples import EDITABLE, complete, has_notice, manifest, write_files, zipped

FILE = "models/best.pt"
LIMITS = SubmissionLimits(max_file_mb=0.1, max_total_mb=0.2)


def take(path: Path, max_mb: float = 1.0) -> Submission:
    listed = [WeightFile(FILE, "src.models", "Net", max_mb)]
    problem = Problem("training", "Training", 10, 0, EDITABLE, weights=listed)
    return collect(path, manifest(problems=[problem], submission=LIMITS))


def with_weights(folder: Path, data: bytes, name: str = FILE) -> Path:
    return write_files(folder, {**complete(), name: data})


def test_weights_have_their_own_limit(tmp_path: Path) -> None:
    """They may be larger than files of code, and do not count among those; a folder and its zip are equal."""
    data = os.urandom(900_000)
    folder = with_weights(tmp_path / "s", data)
    members = [(name, text.encode()) for name, text in complete().items()]
    packed = zipped(tmp_path / "s.zip", [*members, (FILE, data)])
    one, other = take(folder), take(packed)
    assert one.files[FILE] == data and one.notices == [] and set(one.files) == {*EDITABLE, FILE}
    assert msgspec.structs.replace(one, seconds=0.0) == msgspec.structs.replace(other, seconds=0.0)


@pytest.mark.parametrize("packed", [False, True])
def test_too_large_weights_are_named(tmp_path: Path, packed: bool) -> None:
    data = bytes(3 * 2**20)  # in a zip a few kilobytes
    path = with_weights(tmp_path / "s", data)
    if packed:
        path = zipped(tmp_path / "s.zip", [(name, text.encode()) for name, text in complete().items()] + [(FILE, data)])
    taken = take(path)
    assert set(taken.files) == set(EDITABLE)
    assert has_notice(taken, f"{FILE} was not used: it is larger than 1 MB, which is the limit.")


def test_zip_may_hold_code_and_weights(tmp_path: Path) -> None:
    """The limit of a whole zip is that of the other files and the weights together."""
    members = [(name, text.encode()) for name, text in complete().items()]
    fits = zipped(tmp_path / "fits.zip", [*members, (FILE, os.urandom(2**20))])
    assert FILE in take(fits).files
    with pytest.raises(SubmissionError, match=r"is larger than 1\.2 MB"):
        take(zipped(tmp_path / "large.zip", [*members, (FILE, os.urandom(2 * 2**20))]))


def test_missing_weights_are_named(tmp_path: Path) -> None:
    taken = take(write_files(tmp_path / "s", complete()))
    assert taken.notices == [f"{FILE} is missing from your submission; tests that need it score zero."]
    moved = take(with_weights(tmp_path / "moved", b"w", "best.pt"))
    assert has_notice(moved, "There is best.pt", f"move it to {FILE}")
    other = take(with_weights(tmp_path / "case", b"w", "models/Best.pt"))
    assert has_notice(other, "upper and lower case matter")
    copied = take(with_weights(tmp_path / "copy", b"w", "models/best (1).pt"))
    assert has_notice(copied, "models/best (1).pt", f"rename it to {FILE}")


def test_notebooks_are_no_weights(tmp_path: Path) -> None:
    taken = take(write_files(tmp_path / "s", {**complete(), "work.ipynb": "{}"}))
    assert not has_notice(taken, "notebook")


def test_weights_alone_are_not_graded(tmp_path: Path) -> None:
    with pytest.raises(SubmissionError, match="None of the files to grade"):
        take(write_files(tmp_path / "s", {FILE: b"w"}))


def test_files_without_folders_are_found(tmp_path: Path) -> None:
    flat = {name.rpartition("/")[2]: text for name, text in complete().items()}
    taken = take(write_files(tmp_path / "s", {**flat, "best.pt": b"w"}))
    assert taken.files[FILE] == b"w" and has_notice(
        taken, f"best.pt was at the top of your submission; it was graded as {FILE}."
    )


@pytest.mark.parametrize("kind", ["link", "broken link", "fifo", "folder", "linked folder"])
def test_only_plain_files_are_weights(tmp_path: Path, kind: str) -> None:
    secret = write_files(tmp_path / "elsewhere", {"best.pt": b"secret"})
    folder = write_files(tmp_path / "s", complete())
    if kind == "linked folder":
        (folder / "models").symlink_to(secret)
    else:
        (folder / "models").mkdir()
        place = folder / FILE
        if kind == "fifo":
            os.mkfifo(place)
        elif kind == "folder":
            place.mkdir()
        else:
            place.symlink_to(secret / "best.pt" if kind == "link" else tmp_path / "nowhere")
    taken = take(folder)
    assert FILE not in taken.files and len([note for note in taken.notices if FILE in note]) == 1


def test_links_in_zips_are_no_weights(tmp_path: Path) -> None:
    entry = zipfile.ZipInfo(FILE)
    entry.external_attr = (stat.S_IFLNK | 0o777) << 16
    members = [(name, text.encode()) for name, text in complete().items()]
    taken = take(zipped(tmp_path / "s.zip", [*members, (entry, b"/etc/passwd")]))
    assert FILE not in taken.files and has_notice(taken, f"{FILE} was not used", "is a link")


def test_letters_of_weights_are_not_read(tmp_path: Path) -> None:
    """Bytes that would be accents without end in a text are just bytes."""
    data = b"e" + "\u0301".encode() * 200_000
    assert take(with_weights(tmp_path / "s", data)).files[FILE] == data
