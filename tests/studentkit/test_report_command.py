"""``python -m report`` in a student's folder."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from scripts.studentkit.report import __main__ as command
from scripts.studentkit.report import submission
from scripts.studentkit.report.markdown import Document, ReportError, convert


def test_command_runs_in_students_folder(tree: Path) -> None:
    done = subprocess.run([sys.executable, "-m", "report"], cwd=tree, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "3 of 3 questions are NOT ANSWERED" in done.stdout
    assert (tree / "report.pdf").is_file() and (tree / "report" / "overleaf" / "report.tex").is_file()
    assert not list(tree.rglob("*.new"))


def test_broken_questions_file_is_one_sentence(tree: Path, capsys: pytest.CaptureFixture) -> None:
    (tree / "report" / "questions.json").write_text("{")
    assert command.main([], tree) == 1
    output = capsys.readouterr().err
    assert output.startswith("error: report/questions.json: ") and output.count("\n") == 1


def test_folder_in_place_of_report(tree: Path, capsys: pytest.CaptureFixture) -> None:
    (tree / "report.pdf").mkdir()
    for make in (command.main, submission.main):
        assert make([], tree) == 1
        assert capsys.readouterr().err == (
            "error: report.pdf is a folder, so no file of that name can be written; rename or delete the folder.\n"
        )
    assert not list(tree.rglob("*.new"))


def test_missing_pandoc_names_the_fix(monkeypatch: pytest.MonkeyPatch) -> None:
    import pypandoc

    def missing() -> str:
        raise OSError("none")

    monkeypatch.setattr(pypandoc, "get_pandoc_path", missing)
    with pytest.raises(ReportError, match=r"pip install -r requirements.txt"):
        convert([Document("x")], ["typst"])
