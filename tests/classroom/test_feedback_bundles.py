"""Feedback pages get the names by which a platform finds whose they are."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scripts.classroom.gradebooks.feedback import Page, feedback_bundle
from scripts.classroom.gradebooks.model import PLATFORMS, Grade
from scripts.classroom.gradebooks.names import RESERVED, safe_name
from scripts.errors import SpecError


def grade(name: str, folder: str = "", platform_id: str = "") -> Grade:
    return Grade(name, 1, 10, folder=folder, platform_id=platform_id)


def bundle(tmp_path: Path, platform: str, *grades: Grade) -> tuple[list[str], list[str]]:
    """Return the names in the zip and the sentences about people left out."""
    out = tmp_path / "feedback.zip"
    left_out = feedback_bundle(platform, [(one, one.name.encode()) for one in grades], out)
    with zipfile.ZipFile(out) as archive:
        return archive.namelist(), left_out


@pytest.mark.parametrize(
    ("folder", "name"),
    [
        ("doejane_1234_567890_hw.zip", "doejane_1234_567890_feedback.html"),
        ("doejane_LATE_1234_567890_my_hw_3.zip", "doejane_LATE_1234_567890_feedback.html"),
        ("downloads/doejane_1234_567890_hw", "doejane_1234_567890_feedback.html"),
        ("anon_aB3dE_567890_hw.zip", "anon_aB3dE_567890_feedback.html"),
        ("anon_LATE_aB3dE_567890_hw.zip", "anon_LATE_aB3dE_567890_feedback.html"),
        ("1234_567890_hw.zip", "student_1234_567890_feedback.html"),
    ],
)
def test_canvas_names_keep_numbers(tmp_path: Path, folder: str, name: str) -> None:
    assert bundle(tmp_path, "canvas", grade("Jane Doe", folder)) == ([name], [])


def test_canvas_group_members(tmp_path: Path) -> None:
    """Each member has a page of their own by the user's number; without one, only the first can have a page."""
    folder = "team1_1234_567890_hw.zip"
    people = (grade("Jane Doe", folder, "1234"), grade("Bo B_9", folder, "77"), grade("Cy", folder))
    names, left_out = bundle(tmp_path, "canvas", *people)
    assert names == ["team1_1234_567890_feedback.html", "bob9_77_567890_feedback.html"]
    assert left_out == ["Cy: team1_1234_567890_feedback.html already has the page of another member of the group."]


def test_canvas_without_numbers(tmp_path: Path) -> None:
    names, left_out = bundle(tmp_path, "canvas", grade("Jane Doe", "doejane", "12"))
    assert names == []
    assert left_out == ["Jane Doe: no user and attachment number is known, so Canvas could not tell whose page it is."]


@pytest.mark.parametrize(
    ("person", "folder"),
    [
        (grade("Ada Lovelace", platform_id="9"), "Ada Lovelace_9_assignfeedback_file"),
        (grade("Ada Lovelace", "Ada  Lovelace_9_assignsubmission_file_"), "Ada Lovelace_9_assignfeedback_file"),
        (grade("Ada Lovelace", "Participant 9_9_assignsubmission_file"), "Participant 9_9_assignfeedback_file"),
        (grade("Ada_1_Lovelace", platform_id="9"), "Ada 1 Lovelace_9_assignfeedback_file"),
        (grade("Bo", "Ada_9_assignsubmission_file", "10"), "Bo_10_assignfeedback_file"),
        (grade("../_", platform_id="9"), "-_9_assignfeedback_file"),
    ],
)
def test_moodle_folders_name_participants(tmp_path: Path, person: Grade, folder: str) -> None:
    """Moodle splits a folder's name at underscores and takes the second part for the participant."""
    assert bundle(tmp_path, "moodle", person) == ([f"{folder}/feedback.html"], [])
    assert folder.split("_")[1].isdecimal()


def test_moodle_without_participant(tmp_path: Path) -> None:
    names, left_out = bundle(tmp_path, "moodle", grade("Ada", "Ada"))
    assert (names, left_out) == (
        [],
        ["Ada: no participant number is known, so Moodle could not tell whose page it is."],
    )


def test_brightspace_keeps_folder(tmp_path: Path) -> None:
    folder = "39786-640693 - First Last - Oct 10, 2025 1022 AM"
    names, left_out = bundle(
        tmp_path, "brightspace", grade("First Last", folder), grade("Other", folder), grade("No Folder")
    )
    assert names == [f"{folder}/feedback.html", "No Folder/feedback.html"]
    assert left_out == [f"Other: {folder} already has the page of another member of the group."]


def test_same_names_get_numbers(tmp_path: Path) -> None:
    names, left_out = bundle(tmp_path, "csv", grade("Ana"), grade("ANA"), grade("Ana-2"), grade("x", "ana"))
    assert names == ["Ana/feedback.html", "ANA-2/feedback.html", "Ana-2-2/feedback.html", "ana-3/feedback.html"]
    assert left_out == []


def test_reserved_names_are_changed() -> None:
    for name in ("CON", "nul.txt", "com1", "LPT9.zip"):
        assert not RESERVED.match(safe_name(name))
    assert safe_name("..") == safe_name("\u202e") == "person"
    assert safe_name("a/../b") == "a-..-b"


@pytest.mark.parametrize("platform", PLATFORMS)
@given(data=st.data())
@settings(max_examples=40, deadline=None)
def test_no_name_leaves_the_zip(tmp_path_factory: pytest.TempPathFactory, platform: str, data: st.DataObject) -> None:
    """Names are chosen by students: whatever they are, files are in the zip once each, at most one folder deep."""
    nasty = st.one_of(
        st.text(), st.text(alphabet="./\\:_ 1aA\0\n"), st.sampled_from(["..", "/etc/passwd", "C:\\x", "NUL", "é" * 300])
    )
    people = data.draw(
        st.lists(st.builds(grade, nasty, nasty, st.one_of(st.just(""), st.just("12"), nasty)), max_size=5)
    )
    folder = tmp_path_factory.mktemp("bundle")
    names, left_out = bundle(
        folder,
        platform,
        *[Grade(f"{one.name}", 1, 10, folder=one.folder, platform_id=one.platform_id) for one in people],
    )
    assert len({name.casefold() for name in names}) == len(names) == len(people) - len(left_out)
    for name in names:
        parts = PurePosixPath(name).parts
        assert len(parts) == (1 if platform == "canvas" else 2)
        assert not name.startswith("/") and ".." not in parts and "\\" not in name and ":" not in name
        assert all(len(part.encode()) <= 255 and part == part.strip(" .") and part.isprintable() for part in parts)
    with zipfile.ZipFile(folder / "feedback.zip") as archive:
        archive.extractall(folder / "out")
    assert len([path for path in (folder / "out").rglob("*") if path.is_file()]) == len(names)


def test_pages_are_made_one_by_one(tmp_path: Path) -> None:
    """A page is asked for only when the one before is written."""
    alive = 0

    class Counted(bytes):
        def __del__(self) -> None:
            nonlocal alive
            alive -= 1

    def make() -> bytes:
        nonlocal alive
        assert alive <= 1  # the one before
        alive += 1
        return Counted(b"x" * 1000)

    pages: Iterator[Page] = ((grade(f"Person {n}"), make()) for n in range(2000))
    assert feedback_bundle("gradescope", pages, tmp_path / "a" / "feedback.zip") == []
    with zipfile.ZipFile(tmp_path / "a" / "feedback.zip") as archive:
        assert len(archive.namelist()) == 2000
        assert archive.testzip() is None


def test_failure_keeps_old_zip(tmp_path: Path) -> None:
    out = tmp_path / "feedback.zip"
    out.write_bytes(b"old")

    def pages() -> Iterator[Page]:
        yield grade("Ada"), b"page"
        raise OSError(28, "No space left on device")

    with pytest.raises(OSError, match="No space left"):
        feedback_bundle("csv", pages(), out)
    assert out.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [out]


def test_same_pages_same_bytes(tmp_path: Path) -> None:
    for name in ("a.zip", "b.zip"):
        feedback_bundle("moodle", [(grade("Ada", platform_id="9"), b"page")], tmp_path / name, "notes.html")
    assert (tmp_path / "a.zip").read_bytes() == (tmp_path / "b.zip").read_bytes()
    with zipfile.ZipFile(tmp_path / "a.zip") as archive:
        assert archive.read("Ada_9_assignfeedback_file/notes.html") == b"page"
    assert (tmp_path / "a.zip").stat().st_mode & 0o777 == 0o644  # a colleague may upload it, too


def test_unknown_platform_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SpecError, match='"sakai" is no platform'):
        feedback_bundle("sakai", [], tmp_path / "feedback.zip")
