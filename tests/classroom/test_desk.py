"""The reports of a submission have a folder of their own."""

from __future__ import annotations

from pathlib import Path

from scripts.classroom.desk import choose_report_folder


def test_reports_get_their_own_folder(tmp_path: Path) -> None:
    """Submissions of the same name get numbers; grading one again finds its folder again."""
    first, second, archive = tmp_path / "a" / "ada", tmp_path / "b" / "ada", tmp_path / "c" / "ada.zip"
    graded = tmp_path / "graded"
    names = [choose_report_folder(one, graded).name for one in (first, second, archive, second, first)]
    assert names == ["ada", "ada-2", "ada-3", "ada-2", "ada"]


def test_unreadable_record_starts_again(tmp_path: Path) -> None:
    (tmp_path / ".places.json").write_text("[", encoding="utf-8")
    assert choose_report_folder(tmp_path / "ada", tmp_path).name == "ada"
