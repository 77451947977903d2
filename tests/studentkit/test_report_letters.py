"""Letters of other scripts and directions."""

from __future__ import annotations

from pathlib import Path

from scripts.studentkit.report.letters import is_right_to_left
from tests.report_trees import about, answer, made, pages


def test_letters_of_other_scripts_are_printed(tree: Path) -> None:
    about(tree, name="אדה לאבלייס", id="7")
    answer(tree, "order", "\nהסדר משנה, כי כל סכום חלקי מעוגל.\n")
    answer(tree, "many", "\nОшибка растёт; η ≤ n·ε, naïve façade, Łódź.\n")
    _, report = made(tree)
    texts = pages(report.pdf)
    assert {"הסדר", "משנה"} & set(texts[1].replace(",", " ").split()) or "רדסה" in texts[1]
    assert "Ошибка растёт; η ≤ n·ε, naïve façade, Łódź." in texts[2]
    assert any(word in texts[0] for word in ("אדה", "הדא"))


def test_right_to_left_answers_are_recognised(tree: Path) -> None:
    answer(tree, "order", "\nהסדר משנה, `some code in letters` $x_i + y$ כי כל סכום מעוגל.\n")
    assert is_right_to_left((tree / "report" / "answers" / "order.md").read_text(encoding="utf-8"))
    assert not is_right_to_left((tree / "report" / "answers" / "many.md").read_text(encoding="utf-8"))
    assert made(tree)[1].remarks == []


def test_letters_without_font_are_named(tree: Path) -> None:
    about(tree, name="李小龙", id="7")
    answer(tree, "order", "\nक्रम\n")
    _, report = made(tree)
    assert [remark.split(":")[0] for remark in report.remarks] == ["report/about.toml", "report/answers/order.md"]
    assert "(CJK)" in report.remarks[0] and "(DEVANAGARI)" in report.remarks[1]
