"""Notebooks in a submission."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest

from scripts.build.notebooks import make_notebooks
from scripts.build.student_tree import format_requirements, render
from scripts.coursespec.files import write_tree
from scripts.coursespec.loader import load_assignment
from scripts.errors import SpecError
from scripts.studentkit.report import submission
from tests.kit import kit_assignment
from tests.report_trees import write_course
from tests.tiny import course_in

PIXEL = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR4nGNgYGD4DwABBAEAX+XDSwAAAABJRU5ErkJggg=="


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


def test_notebooks_are_packed_with_pages(with_notebooks: Path, capsys: pytest.CaptureFixture) -> None:
    notebook(with_notebooks, run=True)
    submission.main(["--no-tests"], with_notebooks)
    assert "1 run, each as HTML too" in capsys.readouterr().out
    with zipfile.ZipFile(with_notebooks / "tiny-staff.zip") as archive:
        page = archive.read("notebooks/draw.html").decode()
        assert "notebooks/draw.ipynb" in archive.namelist()
    assert f"data:image/png;base64,{PIXEL}" in page and "loss 0.25 &lt;b&gt;" in page and "<math" in page
    assert 'src="http' not in page and 'href="http' not in page


def test_notebooks_without_results_are_named(with_notebooks: Path, capsys: pytest.CaptureFixture) -> None:
    path = notebook(with_notebooks, run=False)
    (path.parent / "mine.ipynb").write_text("{}")
    assert submission.main(["--no-tests"], with_notebooks) == 1
    output = capsys.readouterr().out
    assert "notebooks/draw.ipynb has 2 cells without a result; run all its cells, and save it" in output
    assert "notebooks/mine.ipynb is not a notebook that can be read" in output
    path.unlink()
    submission.main(["--no-tests"], with_notebooks)
    assert "notebooks/draw.ipynb is missing; copy it from the assignment again" in capsys.readouterr().out


def test_pages_only_where_notebooks_are_asked(solved: Path) -> None:
    (solved / "notebooks").mkdir()
    (solved / "notebooks" / "mine.ipynb").write_text("{}")
    submission.main(["--no-tests"], solved)
    assert not list(solved.glob("notebooks/*.html"))
    assert kit_assignment("monash").settings.hand_in.notebooks
    assert "notebook\n" in format_requirements(kit_assignment("monash"))
    assert "notebook\n" not in format_requirements(kit_assignment("northwestern"))


@pytest.fixture
def joined(tmp_path: Path) -> Path:
    """A tree whose one notebook holds a problem's experiments and answers."""
    course = write_course(tmp_path / "course")
    folder = course / "spec/problems/sums/experiments"
    folder.mkdir()
    for name in ("draw", "draw_more"):
        (folder / f"{name}.py").write_text(f"# %% [markdown]\n# About {name}.\n\n# %%\nprint('{name}')\n")
    settings = course / "spec/assignments/tiny.toml"
    settings.write_text(
        settings.read_text()
        + '\n[hand_in]\nnotebooks = true\n\n[[hand_in.parts]]\nnotebook = "Part1_Solutions"\nproblems = ["sums", "steps"]\n'
    )
    assignment = load_assignment("tiny", course_in(course))
    write_tree(tmp_path / "student", render(assignment, solved=True) | make_notebooks(assignment, solved=True))
    return tmp_path / "student"


def texts(notebook: str) -> list[str]:
    return ["".join(cell["source"]) for cell in json.loads(notebook)["cells"]]


def test_part_joins_experiments_of_problems(joined: Path) -> None:
    assert [path.name for path in (joined / "notebooks").iterdir()] == ["Part1_Solutions.ipynb"]
    cells = texts((joined / "notebooks" / "Part1_Solutions.ipynb").read_text())
    assert cells[0] == "# Sums by hand" and "os.chdir" in cells[1]
    assert cells[2:6] == ["About draw.", "print('draw')", "About draw_more.", "print('draw_more')"]
    assert cells[6].startswith("*Your answers") and cells[7].startswith("# ")


def test_answers_are_put_into_part(joined: Path) -> None:
    (joined / "report/metrics.json").write_text('{"draw": {"error": 0.125}}')
    answer = joined / "report/answers/order.md"
    answer.write_text("<!-- The prompt. -->\n\n![It](figures/error.svg) is {{draw.error:.2f}}, {{draw.none}}.\n")
    submission.main(["--no-tests"], joined)
    with zipfile.ZipFile(joined / "tiny-staff.zip") as archive:
        names = archive.namelist()
        (cell,) = [text for text in texts(archive.read("Part1_Solutions.ipynb").decode()) if "Question 1" in text]
        page = archive.read("Part1_Solutions.html").decode()
    assert "notebooks/Part1_Solutions.ipynb" not in names
    assert "![It](report/figures/error.svg) is 0.12, no number draw.none." in cell and "The prompt" not in cell
    assert "add up to? **1048.8125** kilograms" in cell  # the number of question 2
    assert "Question 3. A picture" in page


def test_answers_follow_where_place_is_lost(joined: Path) -> None:
    path = joined / "notebooks" / "Part1_Solutions.ipynb"
    content = json.loads(path.read_text())
    content["cells"] = content["cells"][:6]
    path.write_text(json.dumps(content))
    submission.main(["--no-tests"], joined)
    assert "Question 1" in texts((joined / "Part1_Solutions.ipynb").read_text())[-1]


@pytest.mark.parametrize(
    ("parts", "sentence"),
    [
        ('notebook = "A 1"\nproblems = ["sums"]', "is a name of letters, digits"),
        ('notebook = "A1"\nproblems = ["sum"]', "names sum, which is no problem of this assignment"),
        ('notebook = "A1"\nproblems = []', "has no problems"),
        ('notebook = "A1"\nproblems = ["sums", "sums"]', "name the problem sums twice"),
    ],
)
def test_wrong_parts_are_refused(tmp_path: Path, parts: str, sentence: str) -> None:
    course = write_course(tmp_path / "course")
    settings = course / "spec/assignments/tiny.toml"
    settings.write_text(settings.read_text() + f"\n[hand_in]\nnotebooks = true\n\n[[hand_in.parts]]\n{parts}\n")
    with pytest.raises(SpecError, match=rf"tiny\.toml:\d+: .*{sentence}"):
        load_assignment("tiny", course_in(course))
