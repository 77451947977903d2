"""Handing in: one command that checks, packs what is graded under the right name, and says what is missing."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest

from autograder.api import Grader
from autograder.model import manifest
from autograder.submission import collect
from scripts.build.autograder_zip import build_tree
from scripts.build.notebooks import make_notebooks
from scripts.build.student_tree import format_requirements, render
from scripts.coursespec.files import write_tree
from scripts.coursespec.loader import load_assignment
from scripts.errors import SpecError
from scripts.studentkit.report import submission
from tests.report_trees import about, answer, edit, write_course, write_student
from tests.tiny import course_in

PIXEL = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR4nGNgYGD4DwABBAEAX+XDSwAAAABJRU5ErkJggg=="
HIDDEN = '''
"""Numbers of the report."""

from testkit import check, number


@number("9")
def test_total(student):
    """The total of the weights is right."""
    check.close(check.answer(student, "sums", "total"), 1048.8125, what="total in report/answers.toml")
'''

MISTAKE = '''
"""This is the first weight only."""

FAILS = ["hidden/test_numbers.py::test_total"]
total = 31.25
'''


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    return write_student(tmp_path)


@pytest.fixture
def solved(tmp_path: Path) -> Path:
    tree = write_student(tmp_path, solved=True)
    (tree / "report" / "figures").mkdir()
    (tree / "report" / "figures" / "error.svg").write_text(
        '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>'
    )
    return tree


def test_finished_work_is_packed_under_the_name_of_the_assignment(solved: Path, capsys: pytest.CaptureFixture) -> None:
    assert submission.main([], solved) == 0
    said = capsys.readouterr().out
    assert "tiny-staff.zip written: hand it in on Gradescope." in said and "!!" not in said
    assert "3 of 3 answered" in said and "2 of 2 given" in said and "points 15.00 of" not in said
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


def test_what_is_packed_is_what_the_grader_takes(solved: Path, tmp_path: Path) -> None:
    submission.main(["--no-tests"], solved)
    assignment = load_assignment("tiny", course_in(tmp_path / "course"))
    write_tree(tmp_path / "build", build_tree(assignment, "0" * 32))
    given = manifest.read(tmp_path / "build")
    taken = collect(solved / "tiny-staff.zip", given, tmp_path / "build" / "tree")
    assert set(taken.files) == set(given.editable) == {"src/shared.py", "report/answers.toml"}
    assert taken.notices == []


def test_everything_missing_is_said_on_one_screen(tree: Path, capsys: pytest.CaptureFixture) -> None:
    about(tree, name="", id="s 1/../2")
    assert submission.main([], tree) == 1
    said = capsys.readouterr().out
    assert len(said.splitlines()) <= 24 and max(map(len, said.splitlines())) <= 150
    for words in (
        "no name in report/about.toml",
        "src/shared.py: 2 still to write",
        "0 of 3 answered",
        "0 of 2 given",
        "sums.total in report/answers.toml",
        "tests/sums/test_examples.py::",
        "nothing was packed: report/about.toml: id holds more than letters",
    ):
        assert words in said, words
    assert not list(tree.glob("*.zip"))


def test_a_file_that_is_gone_too_large_or_cannot_run_is_named(tree: Path, capsys: pytest.CaptureFixture) -> None:
    about(tree, name="A", id="1")
    (tree / "src" / "shared.py").write_text("def f(:\n")
    (tree / "report" / "answers.toml").unlink()
    (tree / "report" / "figures").mkdir()
    (tree / "report" / "figures" / "large.png").write_bytes(b"0" * (6 * 2**20))
    (tree / "src" / "link.py").symlink_to("/etc/hostname")
    assert submission.main(["--no-tests"], tree) == 1
    said = capsys.readouterr().out
    assert "report/answers.toml is missing" in said and "src/shared.py line 1: " in said
    assert "report/figures/large.png has 6.0 MB" in said
    with zipfile.ZipFile(tree / "tiny-1.zip") as archive:
        assert "src/link.py" not in archive.namelist()


def test_a_zip_repeats_and_takes_the_place_of_the_last_one_whole(solved: Path) -> None:
    submission.main(["--no-tests"], solved)
    first = (solved / "tiny-staff.zip").read_bytes()
    submission.main(["--no-tests"], solved)
    assert (solved / "tiny-staff.zip").read_bytes() == first
    assert not list(solved.glob(".*.new"))


def test_an_assignment_names_its_own_zip(tmp_path: Path, capsys: pytest.CaptureFixture) -> None:
    course = write_course(tmp_path / "course")
    path = "spec/assignments/tiny.toml"
    text = (course / path).read_text()
    (course / path).write_text(text + '\n[hand_in]\nzip = "{id}_A1_solution.zip"\nplace = "Moodle"\n')
    assert load_assignment("tiny", course_in(course)).settings.hand_in.place == "Moodle"
    for wrong in ("{name}.zip", "solution.tar", "a b.zip", "../x.zip"):
        (course / path).write_text(text + f'\n[hand_in]\nzip = "{wrong}"\n')
        with pytest.raises(SpecError, match=r"tiny.toml:\d+: zip is a file name"):
            load_assignment("tiny", course_in(course))


def test_numbers_are_graded_like_any_other_work(tmp_path: Path) -> None:
    course = write_course(tmp_path / "course")
    (course / "spec/problems/sums/hidden/test_numbers.py").write_text(HIDDEN)
    (course / "spec/problems/sums/mistakes/one_only.py").write_text(MISTAKE)
    write_tree(tmp_path / "build", build_tree(load_assignment("tiny", course_in(course)), "1" * 32))
    wanted = ["sums/hidden/test_numbers.py::test_total"]
    earned = {}
    with Grader(tmp_path / "build") as grader:
        for name, line in {
            "right": "total = 1048.8125",
            "wrong": "total = 31.0",
            "known": "total = 31.25",
            "open": 'total = "?"',
            "quoted": 'total = "1,048 kg"',
            "other is quoted": 'total = 1048.8125\nparts = "many"',
            "gone": "",
        }.items():
            (tmp_path / name / "report").mkdir(parents=True)
            (tmp_path / name / "report" / "answers.toml").write_text(f"[sums]\n{line}\n")
            grading = grader.grade(tmp_path / name, only=wanted)
            outcome = next(one for one in grading.outcomes if one.test.id in wanted)
            earned[name] = (outcome.score > 0, outcome.message, outcome.hint)
    assert {name for name, (points, *_) in earned.items() if points} == {"right", "other is quoted"}
    assert earned["known"][2] == "This is the first weight only." and earned["wrong"][2] == ""
    still_open = 'report/answers.toml: total in [sums] is still open; put your number in place of its "?".'
    assert earned["open"][1] == earned["gone"][1] == still_open
    assert earned["quoted"][1].startswith("report/answers.toml: total in [sums] cannot be read. Is the file there, and")
    assert "kg" not in earned["quoted"][1]


@pytest.mark.parametrize("value", ['"many"', "True", "[]", "[1, '2']", "1 + 1 + x"])
def test_a_mistake_with_a_number_gives_a_number(tmp_path: Path, value: str) -> None:
    course = write_course(tmp_path / "course")
    (course / "spec/problems/sums/mistakes/one_only.py").write_text(MISTAKE.replace("31.25", value))
    with pytest.raises(SpecError, match=r"one_only.py:5: total is a number of report/answers.toml"):
        load_assignment("tiny", course_in(course))


def test_a_mistake_changes_its_own_number_only(tmp_path: Path) -> None:
    course = write_course(tmp_path / "course")
    (course / "spec/problems/sums/mistakes/one_only.py").write_text(MISTAKE.replace("total =", "parts ="))
    (course / "spec/problems/sums/hidden/test_numbers.py").write_text(HIDDEN)
    assignment = load_assignment("tiny", course_in(course))
    mistake = next(one for one in assignment.problems[0].mistakes if one.name == "one_only")
    text = assignment.solution()["report/answers.toml"]
    elsewhere = "[other]\nparts = 5\n"
    assert mistake.applied(text + elsewhere) == text.replace("[15.625, 8.75, 500.03125]", "31.25") + elsewhere


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ('id = "parts"', 'id = "total"', "two [[numbers]] have the id 'total'"),
        ('id = "parts"', 'id = "Parts"', "needs an id of lower-case letters"),
        ('question = "many"', 'question = "mani"', "did you mean 'many'?"),
        ('unit = "kilograms"', 'unit = " "', "lacks words"),
        ('unit = "kilograms"', 'units = "kilograms"', "the key 'units' is not known"),
    ],
)
def test_a_mistake_in_the_spec_of_a_number_is_a_sentence(tmp_path: Path, old: str, new: str, words: str) -> None:
    course = write_course(tmp_path / "course")
    edit(course, "spec/problems/sums/problem.toml", old, new)
    with pytest.raises(SpecError, match=r"spec/problems/sums/problem.toml") as refused:
        load_assignment("tiny", course_in(course))
    assert words in "\n".join(refused.value.sentences)


def test_an_assignment_asks_the_questions_it_names_in_its_order(tmp_path: Path) -> None:
    course = write_course(tmp_path / "course")
    edit(course, "spec/assignments/tiny.toml", "points = 10\n", 'points = 10\nquestions = ["picture", "order"]\n')
    asked = load_assignment("tiny", course_in(course)).questions
    assert [(one.number, one.question.id) for one in asked] == [(1, "picture"), (2, "order")]
    edit(course, "spec/assignments/tiny.toml", '"picture", "order"', '"pictures"')
    with pytest.raises(SpecError, match="did you mean 'picture'"):
        load_assignment("tiny", course_in(course))


def test_answers_that_a_student_wrote_are_kept_in_the_zip_as_they_are(tree: Path) -> None:
    about(tree, name="אדה", id="7")
    answer(tree, "order", "\nA sum.\n")
    submission.main(["--no-tests"], tree)
    with zipfile.ZipFile(tree / "tiny-7.zip") as archive:
        assert archive.read("report/answers/order.md") == (tree / "report/answers/order.md").read_bytes()


def notebook(tree: Path, *, run: bool) -> Path:
    """The notebook of the course's one experiment, as Jupyter saves it."""
    path = tree / "notebooks" / "draw.ipynb"
    content = json.loads(path.read_text())
    for cell in content["cells"]:
        if run and cell["cell_type"] == "code":
            cell["execution_count"] = 1
            cell["outputs"] = [
                {"output_type": "stream", "name": "stdout", "text": ["loss 0.25 <b>\n"]},
                {"output_type": "display_data", "metadata": {}, "data": {"image/png": PIXEL}},
            ]
    path.write_text(json.dumps(content))
    return path


@pytest.fixture
def with_notebooks(tmp_path: Path) -> Path:
    course = write_course(tmp_path / "course")
    (course / "spec/problems/sums/experiments").mkdir()
    (course / "spec/problems/sums/experiments/draw.py").write_text(
        "# %% [markdown]\n# # Errors: $x^2$\n\n# %%\nprint(1)\n"
    )
    settings = course / "spec/assignments/tiny.toml"
    settings.write_text(settings.read_text() + "\n[hand_in]\nnotebooks = true\n")
    assignment = load_assignment("tiny", course_in(course))
    write_tree(tmp_path / "student", render(assignment, solved=True) | make_notebooks(assignment, solved=True))
    return tmp_path / "student"


def test_notebooks_are_handed_in_with_their_results_and_as_pages(
    with_notebooks: Path, capsys: pytest.CaptureFixture
) -> None:
    notebook(with_notebooks, run=True)
    submission.main(["--no-tests"], with_notebooks)
    assert "1 run, each as HTML too" in capsys.readouterr().out
    with zipfile.ZipFile(with_notebooks / "tiny-staff.zip") as archive:
        page = archive.read("notebooks/draw.html").decode()
        assert "notebooks/draw.ipynb" in archive.namelist()
    assert f"data:image/png;base64,{PIXEL}" in page and "loss 0.25 &lt;b&gt;" in page and "<math" in page
    assert 'src="http' not in page and 'href="http' not in page


def test_notebooks_that_were_not_run_or_are_gone_are_said(with_notebooks: Path, capsys: pytest.CaptureFixture) -> None:
    path = notebook(with_notebooks, run=False)
    (path.parent / "mine.ipynb").write_text("{}")
    assert submission.main(["--no-tests"], with_notebooks) == 1
    said = capsys.readouterr().out
    assert "notebooks/draw.ipynb has 2 cells without a result; run all its cells, and save it" in said
    assert "notebooks/mine.ipynb is not a notebook that can be read" in said
    path.unlink()
    submission.main(["--no-tests"], with_notebooks)
    assert "notebooks/draw.ipynb is missing; take it from the assignment again" in capsys.readouterr().out


def test_only_courses_that_ask_for_notebooks_get_pages_of_them(solved: Path) -> None:
    (solved / "notebooks").mkdir()
    (solved / "notebooks" / "mine.ipynb").write_text("{}")
    submission.main(["--no-tests"], solved)
    assert not list(solved.glob("notebooks/*.html"))
    assert load_assignment("monash").settings.hand_in.notebooks
    assert "notebook\n" in format_requirements(load_assignment("monash"))
    assert "notebook\n" not in format_requirements(load_assignment("northwestern"))
