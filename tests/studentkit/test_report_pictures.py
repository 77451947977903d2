"""Pictures in answers."""

from __future__ import annotations

from pathlib import Path

from tests.report_trees import PICTURE, answer, made, pages


def test_missing_pictures_are_marked(tree: Path) -> None:
    (tree / "report" / "figures").mkdir()
    (tree / "report" / "figures" / "error.svg").write_text(PICTURE)
    answer(tree, "order", "![Small *one*](figures/error.svg){width=40%}\n\n![gone](figures/gone.png)\n")
    _, report = made(tree, latex=True)
    text = pages(report.pdf)[1]
    assert "Small one" in text and "MISSING FIGURE: figures/gone.png" in text
    assert [remark.partition(": ")[2] for remark in report.remarks] == [
        "there is no picture figures/gone.png; run the experiment that draws it, or fix the name"
    ]
    assert report.tex["figures/error.pdf"].startswith(b"%PDF")
    assert b"\\reportpicture{figures/error.pdf}{0.4}{Small \\emph{one}}" in report.tex["report.tex"]


def test_broken_picture_costs_only_itself(tree: Path) -> None:
    (tree / "report" / "figures").mkdir()
    (tree / "report" / "figures" / "bad.svg").write_text("<svg")
    (tree / "report" / "figures" / "bad.png").write_bytes(b"no picture")
    answer(tree, "order", "Before.\n\n![x](figures/bad.svg)\n\nAfter.\n")
    answer(tree, "many", "![x](figures/bad.png)\n")
    _, report = made(tree, latex=True)
    texts = pages(report.pdf)
    assert "Before. This picture cannot be drawn: report/figures/bad.svg After." in texts[1]
    assert "This picture cannot be drawn: report/figures/bad.png" in texts[2]
    assert sorted(sentence.split(":")[0] for sentence in report.complaints) == [
        "report/figures/bad.png",
        "report/figures/bad.svg",
    ]


def test_symbolic_links_are_not_followed(tree: Path, tmp_path: Path) -> None:
    (tmp_path / "secret.svg").write_text(PICTURE)
    (tree / "report" / "figures").mkdir()
    (tree / "report" / "figures" / "link.svg").symlink_to(tmp_path / "secret.svg")
    answer(tree, "order", "![x](figures/link.svg)\n")
    _, report = made(tree)
    assert "MISSING FIGURE" in pages(report.pdf)[1]
