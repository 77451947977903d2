"""An export of something else is refused by the names in it, before anything of it is kept or graded."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from scripts.classroom.fitting import check_fit
from scripts.classroom.sources import container as containers
from scripts.classroom.sources.readers import open_export
from scripts.coursespec.course import Course
from scripts.coursespec.loader import load_assignment
from scripts.coursespec.model import Assignment
from scripts.errors import SpecError
from scripts.grade_class import main as grade_class
from tests.classroom import exports
from tests.tiny import course_in, write_spec

FILES = {
    "assignments/later.toml": """title = "Later"
course = "C"
term = "T"
packages = []
[[problems]]
name = "lines"
points = 1
""",
    "assignments/whole.toml": """title = "Whole"
course = "C"
term = "T"
packages = ["numpy"]
[[problems]]
name = "lines"
points = 1
[[problems]]
name = "steps"
points = 1
""",
    "problems/lines/problem.toml": 'title = "Lines"\nfiles = ["src/lines.py"]\n',
    "problems/lines/handout.md": "# Lines\n\nWrite `line(x)`.\n",
    "problems/lines/src/lines.py": '''"""Lines."""


def line(x: float) -> float:
    """Twice x."""
    # BEGIN SOLUTION
    return x + x
    # END SOLUTION
''',
    "problems/lines/public/test_lines.py": '''"""Lines."""

from testkit import check, number


@number("1")
def test_line(student):
    """line of 1 is 2."""
    check.close(student.module("src.lines").line(1.0), 2.0)
''',
}


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Course:
    """The tiny course with two more assignments, of which one has all files."""
    root = write_spec(tmp_path_factory.mktemp("course"))
    exports.write_folder(root / "spec", FILES)
    return course_in(root)


def refuse(path: Path, assignment: Assignment, *, is_chosen: bool = False) -> str:
    """Return the sentence by which an export is refused; empty where it is not."""
    try:
        check_fit(*open_export(path), assignment, is_chosen=is_chosen)
    except SpecError as error:
        return str(error).removeprefix(f"{path}: ")
    return ""


def moodle(folder: Path, files: Mapping[str, str], count: int = 4) -> Path:
    """Write an export in which everybody handed in a zip with these files."""
    work = exports.archive(files)
    names = {f"Person {number}_{number}_assignsubmission_file/hw.zip": work for number in range(count)}
    return exports.write_zip(folder / "export.zip", names)


def test_right_export_is_taken(tmp_path: Path, course: Course) -> None:
    export = moodle(tmp_path, {"hw/src/lines.py": "", "hw/src/shared.py": ""})
    for name in ("tiny", "later", "whole"):
        assert refuse(export, load_assignment(name, course)) == ""


@pytest.mark.parametrize("files", [{"notes.ipynb": "{}"}, {"report/answers/why.md": "x"}, {"lines.py": ""}])
def test_other_uploads_are_taken(tmp_path: Path, course: Course, files: Mapping[str, str]) -> None:
    """A notebook, written answers alone, and a file without its folders may be of the assignment."""
    assert refuse(moodle(tmp_path, files), load_assignment("later", course)) == ""


def test_unknown_files_are_refused(tmp_path: Path, course: Course) -> None:
    export = moodle(tmp_path, {"main.c": "", "paper.pdf": ""})
    assert refuse(export, load_assignment("tiny", course)) == (
        "none of 4 submissions holds a file of tiny; nothing was kept or graded. Is it the zip or folder that the platform gave?"
    )


def test_later_odd_hand_in_is_taken(tmp_path: Path, course: Course) -> None:
    """Once the class has a record, a person's odd files are theirs to be told of, and cost nobody the import."""
    export, tiny = moodle(tmp_path, {"main.c": ""}, count=1), load_assignment("tiny", course)
    check_fit(*open_export(export), tiny, is_chosen=False, is_first=False)
    other = moodle(tmp_path, {"src/lines.py": ""}, count=1)
    with pytest.raises(SpecError, match="ASSIGNMENT=later"):
        check_fit(*open_export(other), tiny, is_chosen=False, is_first=False)


def test_other_assignment_is_named(tmp_path: Path, course: Course) -> None:
    export = moodle(tmp_path, {"src/lines.py": ""})
    assert refuse(export, load_assignment("tiny", course)).endswith("nothing was kept or graded. ASSIGNMENT=later?")


def test_forgotten_assignment_is_named(tmp_path: Path, course: Course) -> None:
    """An assignment that has these files among others is meant only where the class's folder is named too."""
    export, whole = moodle(tmp_path, {"src/lines.py": ""}), load_assignment("whole", course)
    sentence = refuse(export, whole)
    assert sentence.startswith("4 of 4 submissions that were looked at hold the files of later and not those of whole")
    assert "ASSIGNMENT=later?" in sentence and sentence.endswith("(CLASS=).")
    assert refuse(export, whole, is_chosen=True) == ""


def test_folder_of_other_things_is_refused(tmp_path: Path, course: Course) -> None:
    """A submission among hundreds of downloads makes no class; a tenth of the entries does."""
    files = {f"thing {number}/photo.jpg": "" for number in range(100)} | {"ada/src/lines.py": ""}
    folder, later = exports.write_folder(tmp_path / "downloads", files), load_assignment("later", course)
    assert refuse(folder, later).startswith("only 1 of 101 submissions hold a file of later")
    exports.write_folder(folder, {f"thing {number}/src/lines.py": "" for number in range(20)})
    assert refuse(folder, later) == ""


@pytest.mark.parametrize("photos", [0, 4])
def test_small_folder_of_downloads_is_refused(tmp_path: Path, course: Course, photos: int) -> None:
    """One submission among other things, with files beside them that are nobody's; a class list is staff's own."""
    files = {f"photos {number}/a.jpg": "" for number in range(photos)} | {"ada/src/lines.py": "", "bo/src/lines.py": ""}
    folder, later = exports.write_folder(tmp_path / "downloads", files), load_assignment("later", course)
    exports.write_folder(folder, {"list.csv": "", "README.md": ""})
    assert refuse(folder, later) == ""
    exports.write_folder(folder, {"tax.pdf": ""})
    sentence = refuse(folder, later)
    assert ("only 2 of 6 folders and zips in it hold a file of later" in sentence) == (photos == 4)
    assert ("files lie beside them (README.md, list.csv, tax.pdf)" in sentence) == (photos == 4)
    check_fit(*open_export(folder), later, is_chosen=False, is_first=False)
    assert open_export(folder)[1].remarks == [
        "Beside the students' folders and zips, and left out: README.md, list.csv, tax.pdf."
    ]


@pytest.mark.parametrize(
    ("names", "platform"),
    [
        (["Ada_1_assignsubmission_file/src/lines.py", "Bo_2_assignsubmission_file/src/lines.py"], "Moodle"),
        (
            ["assignment_1_export/submission_metadata.yml", "assignment_1_export/submission_1/src/lines.py"],
            "Gradescope",
        ),
        (["doe_1_2_lines.py", "roe_3_4_lines.py"], "Canvas"),
        (["Ada_1_assignsubmission_file/src/lines.py"], ""),  # one person's, zipped by staff
    ],
)
def test_export_among_downloads_is_named(tmp_path: Path, course: Course, names: list[str], platform: str) -> None:
    """An instructor gives the folder in which the platform's zip lies."""
    data = exports.archive(dict.fromkeys([*names, "__MACOSX/._x"], ""))
    folder = exports.write_folder(tmp_path / "downloads", {"export.zip": data, "old/src/lines.py": ""})
    assert refuse(folder, load_assignment("later", course)) == (
        f"export.zip in it is an export of {platform}; nothing was kept or graded. Give that zip as SUBMISSIONS=."
        if platform
        else ""
    )


def test_home_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    home = exports.write_folder(tmp_path / "ada", {".ssh/id": "x", ".bashrc": "x", "work/a.py": "x"})
    monkeypatch.setenv("HOME", str(tmp_path / "staff" / "bo"))
    for path in (home, tmp_path / "staff", tmp_path):
        path.mkdir(exist_ok=True)
        with pytest.raises(SpecError, match="is somebody's home or holds it"):
            open_export(path)


@pytest.mark.parametrize("limit", ["MAX_ENTRIES", "MAX_FOLDERS"])
def test_endless_folder_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, limit: str) -> None:
    monkeypatch.setattr(containers, limit, 5)
    folder = exports.write_folder(tmp_path / "all", {f"{number}/a.py": "x" for number in range(6)})
    with pytest.raises(SpecError, match="it is no class's export"):
        open_export(folder)


def test_junk_folders_are_not_walked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Environments and caches of a few students do not use up the limit."""
    monkeypatch.setattr(containers, "MAX_ENTRIES", 5)
    files = {f"ada/{name}/{number}.py": "x" for name in (".venv", "node_modules", "__pycache__") for number in range(6)}
    folder = exports.write_folder(tmp_path / "all", {**files, "ada/src/sums.py": "x", "bo/src/sums.py": "x"})
    assert [one.label for one in open_export(folder)[1].hand_ins] == ["ada", "bo"]


def test_refused_export_leaves_no_record(tmp_path: Path, course: Course) -> None:
    export = moodle(tmp_path, {"main.c": ""})
    with pytest.raises(SpecError, match="none of 4 submissions holds a file of tiny"):
        grade_class(
            [f"--course={course.folders[0]}", "--assignment=tiny", f"--class={tmp_path / 'class'}", str(export)]
        )
    assert not (tmp_path / "class").exists()


@pytest.mark.parametrize(
    ("exports_given", "words"),
    [(True, "list.csv: none of the 4 people .* is in it; nothing was kept"), (False, "what to grade")],
)
def test_refused_list_leaves_no_record(tmp_path: Path, course: Course, exports_given: bool, words: str) -> None:
    """The people of another class would be in this one for good."""
    (tmp_path / "list.csv").write_text("Name,Email\nNobody Here,nobody@example.edu\n", encoding="utf-8")
    given = [str(moodle(tmp_path, {"src/shared.py": ""}))] if exports_given else []
    with pytest.raises(SpecError, match=words):
        grade_class(
            [f"--course={course.folders[0]}", "--assignment=tiny", f"--class={tmp_path / 'class'}",
             f"--roster={tmp_path / 'list.csv'}", *given]
        )  # fmt: skip
    assert not (tmp_path / "class").exists()
