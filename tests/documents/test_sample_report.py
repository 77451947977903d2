"""The sample report: model answers, with the figures and numbers that the solution's experiments really make."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from scripts.build.sample import build_sample
from scripts.coursespec.loader import load_assignment
from scripts.errors import SpecError
from tests.kit import kit_assignment
from tests.report_trees import edit, pages, write_course
from tests.tiny import course_in

DRAWING = """\
# %% [markdown]
# # Errors

# %%
from matplotlib.figure import Figure

from experiments.running import Experiment

run = Experiment("draw", "Draws errors.")
figure = Figure()
figure.subplots().plot([1, 2])
run.figure(figure, "error")
run.record(total=run.remember("total", lambda: 4.5), kept=len(run._memory))
"""


@pytest.fixture(scope="module")
def northwestern(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, bytes]:
    """(the folder it was made in, the PDF)"""
    folder = tmp_path_factory.mktemp("sample") / "northwestern"
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("COURSE_DATA", raising=False)
        return folder, build_sample(kit_assignment("northwestern"), folder).pdf


def test_each_question_has_own_pages(northwestern: tuple[Path, bytes]) -> None:
    asked = kit_assignment("northwestern").questions
    assert [one.question.points for one in asked] == [0.25] * 6 + [
        0.5,
        1,
        0.5,
        0.25,
        0.25,
        1,
    ]  # as its hand-out gives them
    texts = pages(northwestern[1])
    assert "Sam Sample" in texts[0] and "NOT ANSWERED" not in " ".join(texts)
    # The head of every page names its question, and the first of them names it again as a heading.
    titles = [f"Question {one.number}. {one.question.title}" for one in asked]
    starts = [[place for place, text in enumerate(texts) if text.count(title) > 1] for title in titles]
    assert all(len(found) == 1 for found in starts), starts
    assert [found[0] for found in starts] == sorted({found[0] for found in starts})


def test_no_figure_or_number_is_missing(northwestern: tuple[Path, bytes]) -> None:
    folder, pdf = northwestern
    text = " ".join(pages(pdf))
    for mark in ("MISSING FIGURE", "no number", "{{", "NOT GIVEN", "nan"):
        assert mark not in text, mark
    metrics = json.loads((folder / "report" / "metrics.json").read_text())
    for experiment, numbers in metrics.items():
        assert numbers["quick"] is True, experiment
    for size in (500, 1000, 1500, 2000):
        assert f"{metrics['train_digits'][f'accuracy_{size}']:.1f}† %" in text
    for rate in (1, 2, 3):
        assert f"{metrics['train_dogset'][f'test_accuracy_{rate}']:.1f}† %" in text
        assert metrics["explore_dogset"][f"reason_{rate}"] in text
    assert "stand-in for MNIST" in text and "1,581,696" in text


def test_shown_figures_were_drawn(northwestern: tuple[Path, bytes]) -> None:
    folder, pdf = northwestern
    text = " ".join(pages(pdf))
    shown = {
        caption: folder / "report" / path
        for one in kit_assignment("northwestern").questions
        for caption, path in re.findall(r"!\[([^]]*)\]\((figures/[^)]*)\)", one.question.answer)
    }
    assert len(shown) >= 6
    for caption, path in shown.items():
        assert caption in text and path.read_text().count("<path") + path.read_text().count("<image") > 2, path


def test_appendix_holds_the_code(northwestern: tuple[Path, bytes]) -> None:
    text = " ".join(pages(northwestern[1]))
    for words in ("src/models.py", "src/run_model.py", "experiments/train_dogset.py", "class Dog_Classifier_FC"):
        assert words in text, words
    assert "NotImplementedError" not in text


def course(root: Path) -> Path:
    write_course(root)
    (root / "spec/problems/sums/experiments").mkdir()
    (root / "spec/problems/sums/experiments/draw.py").write_text(DRAWING)
    edit(root, "spec/problems/sums/questions.md", "(figures/error.svg)", "(figures/draw_error.svg): {{draw.total:.2f}}")
    return root


def test_whole_experiments_continue_quick_restart(tmp_path: Path) -> None:
    """Whole experiments continue with what they remember; quick ones begin again."""
    assignment = load_assignment("tiny", course_in(course(tmp_path / "course")))
    text = " ".join(pages(build_sample(assignment, tmp_path / "out", quick=False).pdf))
    assert "4.50" in text and "course's own sample" in text
    memory = tmp_path / "out/report/runs/draw/remembered.json"
    memory.write_text('{"total": 7.25}')
    assert "7.25" in " ".join(pages(build_sample(assignment, tmp_path / "out", quick=False).pdf))
    assert "4.50" in " ".join(pages(build_sample(assignment, tmp_path / "out").pdf)) and not memory.exists()


@pytest.mark.parametrize(
    ("path", "old", "new", "words"),
    [
        ("questions.md", "draw_error.svg", "error.svg", r"answers/picture.md:\d+: there is no picture"),
        ("questions.md", "draw.total", "draw.sum", r"metrics.json has no number \{\{draw.sum:.2f"),
        ("experiments/draw.py", "figure = Figure()", "1 / 0", "experiments.draw: .*ZeroDivisionError"),
    ],
)  # fmt: skip
def test_unsupported_model_answer_is_refused(tmp_path: Path, path: str, old: str, new: str, words: str) -> None:
    root = course(tmp_path / "course")
    edit(root, f"spec/problems/sums/{path}", old, new)
    with pytest.raises(SpecError, match=words):
        build_sample(load_assignment("tiny", course_in(root)), tmp_path / "out")
