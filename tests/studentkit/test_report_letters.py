"""Letters of other scripts and directions."""

from __future__ import annotations

import io
import re
from pathlib import Path

import matplotlib
import typst
from fontTools import ttLib

from scripts.studentkit.report.letters import _ranges_of_font, find_letters_without_font, is_right_to_left
from tests.report_trees import about, answer, line_of, made, pages


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
    answer(tree, "order", "\nกข and 😀\n")
    (tree / "src" / "shared.py").write_text("x = 1\nname = 'ಕ'\n", encoding="utf-8")
    _, report = made(tree)
    line = line_of(tree, "กข")
    for place, letter in (
        ("report/about.toml:1", "李 (CJK)"),
        (f"report/answers/order.md:{line}", "ก (THAI)"),
        (f"report/answers/order.md:{line}", "😀 (symbols)"),
        ("src/shared.py:2", "ಕ (KANNADA)"),
    ):
        assert [one for one in report.remarks if one.startswith(f"{place}: this computer has no font with {letter}")]
    assert len(report.remarks) == 4


def test_own_letters_are_those_of_typst() -> None:
    """The list of letters holds what Typst's own fonts draw, and nothing that they do not."""
    folder = Path(typst.__file__).parent
    data = next(path for path in folder.iterdir() if path.suffix in (".so", ".pyd")).read_bytes()
    letters: set[int] = set()
    for found in re.finditer(rb"OTTO|\x00\x01\x00\x00\x00[\x08-\x1f]", data):
        start = found.start()
        count = int.from_bytes(data[start + 4 : start + 6], "big")
        tags = (
            {data[start + 12 + 16 * index : start + 16 + 16 * index] for index in range(count)}
            if 5 <= count <= 30
            else set()
        )
        if {b"cmap", b"name"} <= tags:
            font = ttLib.TTFont(io.BytesIO(data[start : start + 3_000_000]), lazy=True)
            letters |= set(font.getBestCmap())
    assert letters
    assert not [code for code in letters if 0x20 <= code < 0xE000 and find_letters_without_font(chr(code), False)]
    assert [char for char in "李ก😀한" if not find_letters_without_font(char, False)] == []


def test_letters_of_a_font_are_read() -> None:
    """The letters that a font file has are those that fontTools finds."""
    files = sorted(Path(matplotlib.get_data_path(), "fonts", "ttf").glob("*.ttf"))[:3]
    assert files
    for path in files:
        listed = {code for first, last in _ranges_of_font(path) for code in range(first, last + 1)}
        assert set(ttLib.TTFont(path, lazy=True).getBestCmap()) <= listed
