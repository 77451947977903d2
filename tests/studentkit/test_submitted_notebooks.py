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
from scripts.studentkit.report import submission
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
    assert load_assignment("monash").settings.hand_in.notebooks
    assert "notebook\n" in format_requirements(load_assignment("monash"))
    assert "notebook\n" not in format_requirements(load_assignment("northwestern"))
