"""Hand in: one command that checks, packs what is graded under the right name, and lists what is missing."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest

from autograder.model import manifest
from autograder.submission import collect
from scripts.build.autograder_zip import build_tree
from scripts.build.student_tree import render
from scripts.coursespec.files import write_tree
from scripts.coursespec.loader import load_assignment
from scripts.errors import SpecError
from scripts.studentkit.report import submission
from scripts.studentkit.report.build import build_report
from scripts.studentkit.report.contents import read_contents
from tests.kit import kit_assignment
from tests.report_trees import about, answer, write_course
from tests.tiny import course_in


def test_finished_work_is_packed(solved: Path, capsys: pytest.CaptureFixture) -> None:
    assert submission.main([], solved) == 0
    output = capsys.readouterr().out
    assert "tiny-staff.zip written: hand it in on Gradescope." in output and "!!" not in output
    assert "3 of 3 answered" in output and "2 of 2 given" in output and "points 15.00 of" not in output
    with zipfile.ZipFile(solved / "tiny-staff.zip") as archive:
        names = set(archive.namelist())
    assert {
        "src/shared.py",
        "report/answers.toml",
        "report/answers/order.md",
        "report/about.toml",
        "report.pdf",
    } <= names
    assert {"report/figures/error.svg"} <= names
    assert not [name for name in names if name.startswith(("tests/", "testkit/", "handout/", "report/overleaf"))]


def test_grader_takes_what_is_packed(solved: Path, tmp_path: Path) -> None:
    submission.main(["--no-tests"], solved)
    assignment = load_assignment("tiny", course_in(tmp_path / "course"))
    write_tree(tmp_path / "build", build_tree(assignment, "0" * 32))
    given = manifest.read(tmp_path / "build")
    taken = collect(solved / "tiny-staff.zip", given, tmp_path / "build" / "tree")
    assert set(taken.files) == set(given.editable) == {"src/shared.py", "report/answers.toml"}
    assert taken.notices == []


@pytest.mark.parametrize("name", ["src/shared (1).py", "src/shared.py.txt", "src/shared_final.py", "shared (2).py"])
def test_misnamed_file_is_named(solved: Path, capsys: pytest.CaptureFixture, name: str) -> None:
    """The check before handing in says what the grader would say."""
    (solved / "src" / "shared.py").rename(solved / name)
    assert submission.main(["--no-tests"], solved) == 1
    output = capsys.readouterr().out
    assert (
        output.count(f"src/shared.py is missing, but there is {name}: if that is your work, rename it to src/shared.py")
        == 1
    )
    assert "is not graded" not in output


def test_missing_work_fits_one_screen(tree: Path, capsys: pytest.CaptureFixture) -> None:
    about(tree, name="", id="s 1/../2")
    assert submission.main([], tree) == 1
    output = capsys.readouterr().out
    assert len(output.splitlines()) <= 24 and max(map(len, output.splitlines())) <= 150
    for words in (
        "no name in report/about.toml",
        "src/shared.py: 2 still to write",
        "0 of 3 answered",
        "0 of 2 given",
        "sums.total in report/answers.toml",
        "tests/sums/test_examples.py::",
        "nothing was packed: report/about.toml: id holds more than letters",
    ):
        assert words in output, words
    assert not list(tree.glob("*.zip"))


def test_missing_and_broken_files_are_named(tree: Path, capsys: pytest.CaptureFixture) -> None:
    about(tree, name="A", id="1")
    (tree / "src" / "shared.py").write_text("def f(:\n")
    (tree / "report" / "answers.toml").unlink()
    (tree / "report" / "figures").mkdir()
    (tree / "report" / "figures" / "large.png").write_bytes(b"0" * (6 * 2**20))
    (tree / "src" / "link.py").symlink_to("/etc/hostname")
    assert submission.main(["--no-tests"], tree) == 1
    output = capsys.readouterr().out
    assert "report/answers.toml is missing" in output and "src/shared.py line 1: " in output
    assert "report/figures/large.png has 6.0 MB" in output
    with zipfile.ZipFile(tree / "tiny-1.zip") as archive:
        assert "src/link.py" not in archive.namelist()


def test_zip_repeats_byte_for_byte(solved: Path) -> None:
    submission.main(["--no-tests"], solved)
    first = (solved / "tiny-staff.zip").read_bytes()
    submission.main(["--no-tests"], solved)
    assert (solved / "tiny-staff.zip").read_bytes() == first
    assert not list(solved.glob(".*.new"))


def test_assignment_names_its_zip(tmp_path: Path) -> None:
    course = write_course(tmp_path / "course")
    path = "spec/assignments/tiny.toml"
    text = (course / path).read_text()
    (course / path).write_text(text + '\n[hand_in]\nzip = "{id}_A1_solution.zip"\nplace = "Moodle"\n')
    assert load_assignment("tiny", course_in(course)).settings.hand_in.place == "Moodle"
    for wrong in ("{name}.zip", "solution.tar", "a b.zip", "../x.zip"):
        (course / path).write_text(text + f'\n[hand_in]\nzip = "{wrong}"\n')
        with pytest.raises(SpecError, match=r"tiny.toml:\d+: zip is a file name"):
            load_assignment("tiny", course_in(course))


def test_zip_keeps_answers_as_written(tree: Path) -> None:
    about(tree, name="אדה", id="7")
    answer(tree, "order", "\nA sum.\n")
    submission.main(["--no-tests"], tree)
    with zipfile.ZipFile(tree / "tiny-7.zip") as archive:
        assert archive.read("report/answers/order.md") == (tree / "report/answers/order.md").read_bytes()


def test_questions_keep_their_numbers(tmp_path: Path) -> None:
    """A homework that leaves questions of its edition out numbers the others as before, in the check too."""
    northwestern = kit_assignment("northwestern")
    write_tree(tmp_path, render(northwestern, solved=False))
    contents = read_contents(tmp_path)
    checks = submission.check_work(contents, build_report(contents, latex=False, system_fonts=False), {})
    listed = next(check for check in checks if check.title == "questions").details
    assert [int(line.partition(".")[0]) for line in listed] == [*range(1, 10), 15, 17, 18]


def test_says_where_report_goes(solved: Path, capsys: pytest.CaptureFixture) -> None:
    file = solved / "report" / "questions.json"
    given = json.loads(file.read_text(encoding="utf-8"))
    for place, words in ((None, "is asked for separately"), ("Canvas", "report.pdf on Canvas"), ("", "")):
        file.write_text(json.dumps({**given, "report_place": place}), encoding="utf-8")
        submission.main(["--no-tests"], solved)
        last = capsys.readouterr().out.splitlines()[-1]
        assert words in last and ("report" in last) == bool(words)


def test_abstract_method_is_no_stub(solved: Path, capsys: pytest.CaptureFixture) -> None:
    source = solved / "src" / "shared.py"
    more = "\n\nclass Base:\n    def run(self):\n        raise NotImplementedError('each kind has its own')\n"
    source.write_text(source.read_text() + more)
    submission.main(["--no-tests"], solved)
    assert "still to write" not in capsys.readouterr().out
