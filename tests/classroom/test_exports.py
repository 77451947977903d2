"""Every platform's export is recognised by the names in it, and says who handed in what and when."""

from __future__ import annotations

import os
import stat
import zipfile
from collections.abc import Mapping
from datetime import datetime, timezone
from pathlib import Path

import pytest

from scripts.classroom.sources.container import open_container
from scripts.classroom.sources.model import Export
from scripts.classroom.sources.readers import read_export
from scripts.errors import SpecError
from tests.classroom import exports


def read(folder: Path, files: Mapping[str, bytes | str], *, unpacked: bool = False) -> Export:
    path = (
        exports.write_folder(folder / "export", files) if unpacked else exports.write_zip(folder / "export.zip", files)
    )
    return read_export(open_container(path))


@pytest.mark.parametrize("unpacked", [False, True])
@pytest.mark.parametrize(
    ("files", "platform", "people"),
    [
        (exports.GRADESCOPE, "Gradescope", ["zoe@example.edu", "bo@example.edu"]),
        (exports.CANVAS, "Canvas", ["canvas:77", "canvas:1234", "canvas:99"]),
        (exports.MOODLE, "Moodle", ["moodle:10", "moodle:9"]),
        (exports.BRIGHTSPACE, "Brightspace", ["brightspace:39786"] * 2 + ["brightspace:39787"]),
        (exports.BLACKBOARD, "Blackboard", ["blee", "jdoe", "jdoe"]),
    ],
)
def test_platform_is_recognised(
    tmp_path: Path, files: Mapping[str, bytes | str], platform: str, people: list[str], unpacked: bool
) -> None:
    export = read(tmp_path, files, unpacked=unpacked)
    assert export.platform == platform
    keys = [one.people[0].email or one.people[0].platform_id or one.people[0].login for one in export.hand_ins]
    assert sorted(keys) == sorted(people)


def test_gradescope_names_groups(tmp_path: Path) -> None:
    """Names with quotes, commas and Chinese letters; a missing address; an alias, as Ruby writes repeated dates."""
    export = read(tmp_path, exports.GRADESCOPE)
    first = export.hand_ins[0]
    assert [(one.name, one.sid, one.email) for one in first.people] == [
        ("Zoë O'Hara, Jr.", "1", "zoe@example.edu"),
        ("李 雷", "2", ""),
    ]
    assert first.time == datetime(2026, 4, 26, 17, 34, 0, 860000, timezone.utc)
    assert list(first.files) == ["src/sums.py"]
    assert export.remarks == ["submission_metadata.yml names no submitter of submission_411; it was left out."]


@pytest.mark.parametrize("written", ["2026-04-26 17:34:00", "'2026-04-26 17:34:00'", "'2026-04-26 17:34:00.5 UTC'"])
def test_gradescope_times_are_utc(tmp_path: Path, written: str) -> None:
    """As text or as a date, with its zone or without."""
    text = f"submission_1:\n  :submitters: [{{:name: Ada}}]\n  :created_at: {written}\n"
    (found,) = read(tmp_path, {"submission_metadata.yml": text, "submission_1/a.py": "x = 1\n"}).hand_ins
    assert found.time == datetime(2026, 4, 26, 17, 34, tzinfo=timezone.utc)


def test_one_late_file_is_late(tmp_path: Path) -> None:
    """Whichever of an attempt's files Canvas marks."""
    files = {"abelada_1_10_a.py": "x = 1\n", "abelada_LATE_1_11_b.py": "x = 1\n", "bianchibo_2_12_a.py": "x = 1\n"}
    found = read(tmp_path, files).hand_ins
    assert {one.people[0].name: one.is_late for one in found} == {"abelada": True, "bianchibo": False}


def test_canvas_joins_files_of_one(tmp_path: Path) -> None:
    jane = next(one for one in read(tmp_path, exports.CANVAS).hand_ins if one.people[0].platform_id == "canvas:1234")
    assert jane.is_late and sorted(jane.files) == ["hw-1.zip", "report.pdf"]
    assert jane.people[0].name == "doejane"


def test_canvas_marks_later_attempts(tmp_path: Path) -> None:
    """It writes sums-1.py for a module that is handed in again; a zip keeps its name, and two files stay two."""
    names = ("doejane_1_5_sums-1.py", "doejane_1_6_hw-1.zip", "leebo_2_7_sums.py", "leebo_2_8_sums-2.py")
    export = read(tmp_path, dict.fromkeys(names, exports.WORK))
    assert [list(one.files) for one in export.hand_ins] == [["sums.py", "hw-1.zip"], ["sums.py", "sums-2.py"]]
    assert export.hand_ins[0].files["sums.py"] == names[0]


def test_attempts_have_times(tmp_path: Path) -> None:
    brightspace = read(tmp_path, exports.BRIGHTSPACE)
    assert [one.time for one in brightspace.hand_ins] == [
        datetime(2025, 10, 10, 10, 22), datetime(2025, 10, 11, 13, 22), datetime(2025, 10, 9, 23, 59),
    ]  # fmt: skip
    blackboard = read(tmp_path, exports.BLACKBOARD)
    assert [(one.people[0].login, one.time, len(one.files)) for one in blackboard.hand_ins] == [
        ("blee", datetime(2025, 10, 3, 10), 0),
        ("jdoe", datetime(2025, 10, 3, 23, 59, 59), 1),
        ("jdoe", datetime(2025, 10, 4, 8), 1),
    ]


def test_clones_are_github_classroom(tmp_path: Path) -> None:
    export = read(tmp_path, exports.GITHUB, unpacked=True)
    assert export.platform == "GitHub Classroom"
    assert {one.people[0].github: list(one.files) for one in export.hand_ins} == {
        "janedoe": ["src/sums.py"],
        "bo-lee": ["src/sums.py"],
    }


@pytest.mark.parametrize("top", ["", "class/"])
def test_folders_and_zips_are_people(tmp_path: Path, top: str) -> None:
    files = {f"{top}ada/src/sums.py": "x = 1\n", f"{top}bo.zip": exports.WORK, f"{top}cy/hw.ipynb": "{}"}
    export = read(tmp_path, files)
    assert export.platform == "one folder or zip per student"
    assert [one.people[0].name for one in export.hand_ins] == ["ada", "bo", "cy"]


@pytest.mark.parametrize(("kind", "count"), [(stat.S_IFREG, 2), (stat.S_IFLNK, 1), (stat.S_IFIFO, 1)])
def test_modes_of_a_zip_tell_files(tmp_path: Path, kind: int, count: int) -> None:
    """A zip that Unix made says what each member is: files are read, links and pipes are not."""
    with zipfile.ZipFile(tmp_path / "export.zip", "w") as made:
        for name, mode in (("ada/a.py", stat.S_IFREG), ("bo/a.py", kind)):
            info = zipfile.ZipInfo(name)
            info.create_system, info.external_attr = 3, (mode | 0o644) << 16
            made.writestr(info, "x = 1\n")
    export = read_export(open_container(tmp_path / "export.zip"))
    assert len(export.hand_ins) == count and bool(export.remarks) == (count < 2)


def test_one_student_in_a_folder(tmp_path: Path) -> None:
    """What came by mail: the folder is the student, and src is nobody's name."""
    export = read(tmp_path, {"ada/src/sums.py": "x = 1\n", "ada/report/report.pdf": "x"})
    assert [(one.label, sorted(one.files)) for one in export.hand_ins] == [
        ("ada", ["report/report.pdf", "src/sums.py"])
    ]
    with pytest.raises(SpecError, match="one student's work; put it into a folder"):
        read(tmp_path, {"src/sums.py": "x = 1\n"})


def test_odd_names_are_left_out(tmp_path: Path) -> None:
    """Files that are nobody's are named, unsafe ones counted; the rest is read."""
    files = {**exports.MOODLE, "notes.txt": "x", "../escape.py": "x", "/root.py": "x"}
    export = read(tmp_path, files)
    assert len(export.hand_ins) == 2
    assert export.remarks == [
        "Not named as Moodle names submissions, and left out: notes.txt.",
        "2 files of the export have unsafe names or are links; they were left out.",
    ]


def test_names_of_other_encodings_are_left_out(tmp_path: Path) -> None:
    """As unzip leaves them for a zip of an older Windows: neither the record nor a page can hold them."""
    folder = exports.write_folder(tmp_path / "class", {"ada/src/sums.py": "x = 1\n", "bo/src/sums.py": "x = 2\n"})
    for name in (b"/J\xf6rg", b"/ada/L\xf6sung"):
        Path(os.fsdecode(os.fsencode(folder) + name)).mkdir()
        Path(os.fsdecode(os.fsencode(folder) + name + b"/sums.py")).touch()
    export = read_export(open_container(folder))
    assert {one.label: list(one.files) for one in export.hand_ins} == {"ada": ["src/sums.py"], "bo": ["src/sums.py"]}
    assert "not UTF-8, such as J\\xf6rg, were left out: 2." in export.remarks[0]


def test_link_in_folder_is_not_followed(tmp_path: Path) -> None:
    secret = tmp_path / "secret.py"
    secret.write_text("x", encoding="utf-8")
    folder = exports.write_folder(tmp_path / "class", {"ada/src/sums.py": "x = 1\n", "bo/src/sums.py": "x = 2\n"})
    (folder / "ada" / "link.py").symlink_to(secret)
    (folder / "eve").symlink_to(tmp_path)
    export = read_export(open_container(folder))
    assert {one.label: list(one.files) for one in export.hand_ins} == {"ada": ["src/sums.py"], "bo": ["src/sums.py"]}


# The end of a download is missing, and what is there ends shortly after a student's zip.
_WHOLE = exports.archive(
    {f"{name}_{number}_assignsubmission_file/hw.zip": exports.WORK for number, name in enumerate("abc")}
)
CUT_OFF = _WHOLE[: _WHOLE.index(exports.WORK) + len(exports.WORK) + 30]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (None, "there is no such file or folder"),
        (b"PK\x03\x04 no zip", "is not a zip that can be read"),
        (CUT_OFF, "is a zip whose end is missing; download it again"),
        (exports.archive({}), "nothing in it looks like a submission"),
        (exports.archive({"submission_metadata.yml": "a: [b"}), "submission_metadata.yml, line 2: is not YAML"),
        (exports.archive({"submission_metadata.yml": "- 1"}), "should name the submissions"),
    ],
)
def test_unreadable_export_is_refused(tmp_path: Path, content: bytes | None, words: str) -> None:
    path = tmp_path / "export.zip"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(SpecError) as refused:
        read_export(open_container(path))
    assert words in str(refused.value) and str(path) in str(refused.value)
