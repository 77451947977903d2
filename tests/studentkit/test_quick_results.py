"""Results of quick runs, and of stand-in data, never replace those of a full run, and are marked in the report."""

from __future__ import annotations

import json
import sys
import types
from pathlib import Path

import pytest
from matplotlib.figure import Figure

from scripts.studentkit.experiments.running import Experiment
from scripts.studentkit.report import submission
from tests.report_trees import about, answer, line_of, made, pages


def run(tree: Path, *arguments: str, accuracy: float) -> None:
    """Run an experiment of one picture and one number."""
    experiment = Experiment("trial", None, ["--root", str(tree), *arguments])
    figure = Figure()
    figure.subplots().plot([accuracy, 2 * accuracy])
    experiment.figure(figure, "curve")
    experiment.record(accuracy=accuracy)


def recorded(tree: Path) -> dict[str, object]:
    return json.loads((tree / "report" / "metrics.json").read_text())["trial"]


def test_quick_run_never_replaces_full_one(tree: Path, capsys: pytest.CaptureFixture) -> None:
    run(tree, accuracy=90.0)
    picture = tree / "report" / "figures" / "trial_curve.svg"
    before = picture.read_bytes()
    run(tree, "--quick", accuracy=10.0)
    assert recorded(tree) == {"accuracy": 90.0, "quick": False} and picture.read_bytes() == before
    output = capsys.readouterr().out
    assert "report/figures/trial_curve.svg is of a full run and stays" in output
    assert "the numbers of trial in report/metrics.json are of a full run and stay" in output
    assert json.loads((tree / "report/runs/trial-quick/metrics.json").read_text())["trial"]["accuracy"] == 10.0


def test_full_run_replaces_quick_one(tree: Path) -> None:
    Experiment("trial", None, ["--root", str(tree), "--quick"]).record(accuracy=10.0, only_quick=1)
    run(tree, "--quick", accuracy=11.0)
    run(tree, accuracy=90.0)
    assert recorded(tree) == {"accuracy": 90.0, "quick": False}
    answer(tree, "order", "\n![It](figures/trial_curve.svg) {{trial.accuracy:.1f}}\n")
    assert made(tree)[1].quick == []


def test_damaged_numbers_are_kept(tree: Path, capsys: pytest.CaptureFixture) -> None:
    """Numbers of other experiments may be in a file that was edited by hand, and cost hours."""
    file = tree / "report" / "metrics.json"
    file.write_text('{"other": {"accuracy": 90.0,}}')
    run(tree, accuracy=80.0)
    assert recorded(tree) == {"accuracy": 80.0, "quick": False}
    assert file.with_name("metrics.json.damaged").read_text() == '{"other": {"accuracy": 90.0,}}'
    assert "the old one is kept as metrics.json.damaged" in capsys.readouterr().out


def test_stand_in_data_counts_as_partial(tree: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A run on stand-in data is marked, also where it goes on with what it remembers."""
    stand_ins = types.ModuleType("data.stand_ins")
    stand_ins.used = False  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "data.stand_ins", stand_ins)
    run(tree, accuracy=90.0)
    assert recorded(tree) == {"accuracy": 90.0, "quick": False}

    def trained() -> float:
        stand_ins.used = True  # type: ignore[attr-defined]
        return 50.0

    for _ in range(2):
        experiment = Experiment("other", None, ["--root", str(tree)])
        experiment.record(accuracy=experiment.remember("accuracy", trained))
    metrics = json.loads((tree / "report" / "metrics.json").read_text())
    assert metrics["other"] == {"accuracy": 50.0, "quick": False, "stand_in": True}


def test_quick_results_are_marked(tree: Path) -> None:
    run(tree, "--quick", accuracy=10.0)
    text = "\n![The curve](figures/trial_curve.svg)\n\nIt reaches {{trial.accuracy:.1f}} %, $a = {{trial.accuracy:.2f}}$.\n"
    answer(tree, "order", text)
    _, report = made(tree, latex=True)
    page = pages(report.pdf)[1]
    assert "The curve (quick run)" in page and "10.0† %" in page
    assert "† not of a whole run on real data" in page
    tex = report.tex["report.tex"].decode()
    assert tex.count("\\quicknumber{") >= 3  # its definition, the picture and the number
    picture, number = line_of(tree, "figures/trial_curve.svg"), line_of(tree, "It reaches")
    places = [f"report/answers/order.md:{line}" for line in (picture, number, number)]
    assert sorted(sentence.split(": ")[0] for sentence in report.quick) == sorted(places)
    assert len(report.quick) == 3 and report.complaints == [] == report.remarks


def test_submission_names_quick_results(solved: Path, capsys: pytest.CaptureFixture) -> None:
    about(solved, name="A", id="1")
    run(solved, "--quick", accuracy=10.0)
    answer(solved, "order", "\nIt reaches {{trial.accuracy:.1f}} %.\n")
    assert submission.main(["--no-tests"], solved) == 1
    output = capsys.readouterr().out
    assert "not of a whole run, in 1 place" in output and "but look at: results." in output


def test_number_alone_is_no_answer(tree: Path) -> None:
    file = tree / "report" / "answers.toml"
    file.write_text(file.read_text().replace('total = "?"', "total = 1048.8125"))
    assert [question.id for question in made(tree)[1].unanswered] == ["order", "many", "picture"]
