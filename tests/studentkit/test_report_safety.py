"""Whatever an answer or a name holds, there is a report, and nothing but Markdown has an effect."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from scripts.studentkit.report.markdown import Document, convert
from tests.report_trees import about, made, pages

ATTACKS = [
    "`x`{=typst} and ```{=typst}\n#panic(1)\n```",
    "```{=latex}\n\\input{secret}\n```\n\n`\\input{secret}`{=latex}",
    "```\n\\end{verbatim}\\input{secret}\n```\n\n```python\n\\end{Highlighting}\\input{secret}\n```",
    "#panic(1) #read(\"/report/about.toml\") #let x = 1 #include \"a.typ\"",
    "\\input{secret} \\write18{ls} \\newcommand{\\a}{\\a\\a} \\a",
    "<script>alert(1)</script> <img src=x onerror=alert(1)> <style>*{}</style>",
    "[a](javascript:alert(1)) [b](file:///etc/passwd) ![c](/etc/passwd) ![d](../../../etc/passwd)",
    "[text]{typst:text:fill=\"red\" typst:stroke=\"panic()\"}\n\n# Head {#a\")>x typst:x=\"y\"}\n\n"
    "::: {typst:fill=\"panic()\"}\nx\n:::",
    "] ) } ]] #] $ ] $ \\] */ /* // <label> @ref @ref[] ~ = - + / 1.",
    "$x^^5cinput{secret}$ and $\\text{^^5cwrite18 x}$ and $$\n^^^^005cnewcommand\n$$",
    "[^1] and $x$ [^1]\n\n[^1]: A note with `code` and ] #panic()\n",
]  # fmt: skip


@pytest.mark.parametrize("attack", ATTACKS)
def test_nothing_but_markdown_has_effect(shared_tree: Path, attack: str) -> None:
    document = Document(attack, prefix="a-")
    converted = convert([document], ["typst", "latex", "html"])[0]
    tags = re.findall(r"<(\w+)([^>]*)>", converted.html)
    assert not {tag for tag, _ in tags} & {"script", "img", "style", "iframe"}
    assert not [inside for _, inside in tags if re.search(r"typst:|javascript:|file:|data-|on\w+=", inside)]
    outside = re.sub(r"\\begin\{verbatim\}.*?\\end\{verbatim\}", "", converted.latex, flags=re.DOTALL)
    for command_name in ("\\input", "\\write", "\\newcommand", "^^"):
        assert command_name not in outside
    path = shared_tree / "report" / "answers" / "order.md"
    before = path.read_text(encoding="utf-8")
    try:
        path.write_text(attack, encoding="utf-8")
        _, report = made(shared_tree, latex=True)
    finally:
        path.write_text(before, encoding="utf-8")
    texts = pages(report.pdf)
    assert "Question 2. Many terms" in " ".join(texts[2:4])
    assert not any("cannot be typeset" in sentence for sentence in report.complaints)


@settings(max_examples=12, suppress_health_check=list(HealthCheck))
@given(
    text=st.text(
        alphabet=st.one_of(st.sampled_from("#$\\{}[]()<>@*_`~^\"'=-+/|!&:\n .x1א"), st.characters()), max_size=80
    )
)
def test_any_text_gives_a_report(shared_tree: Path, text: str) -> None:
    path = shared_tree / "report" / "answers" / "order.md"
    path.write_bytes(text.encode("utf-8", "replace"))
    about(
        shared_tree,
        name=text.encode("utf-8", "replace").decode(),
        id="1",
        references=[text.encode("utf-8", "replace").decode()],
    )
    _, report = made(shared_tree)
    assert "Question 2. Many terms" in " ".join(pages(report.pdf))


def test_names_are_printed_as_written(tree: Path) -> None:
    """Name, ID, collaborators and references are printed as they are written."""
    name = 'Zoë "#panic()" \\O\'Neil_$x$ <b>*& 李'
    about(tree, name=name, id="s-12#34", collaborators=['#read("x") of *nowhere*'], references=["\\input{x} $y$"])
    _, report = made(tree, latex=True)
    texts = pages(report.pdf)
    assert "#panic()" in texts[0] and "O'Neil_$x$ <b>*&" in texts[0].replace("’", "'") and "s-12#34" in texts[0]
    assert any('#read("x") of *nowhere*' in text for text in texts)
    assert any("\\input{x} $y$" in text for text in texts)
    assert b"\\input{x}" not in report.tex["report.tex"]
    assert b"\\textbackslash{}input\\{x\\} \\$y\\$" in report.tex["report.tex"]


def test_number_is_no_way_into_formula() -> None:
    """What an experiment recorded is read as a formula's part before it is printed as one."""
    metrics = {"plot.bad": "\\input{secret}", "plot.worse": "^^5cinput", "plot.good": 2.5}
    text = "${{plot.bad}}$ and ${{plot.worse}}$ and ${{plot.good}}$"
    converted = convert([Document(text)], ["latex"], metrics=metrics)[0]
    assert [note.text for note in converted.notes if note.kind == "formula"] == ["\\input{secret}", "^^5cinput"]
    assert "\\(2.5\\)" in converted.latex and "\\input" not in converted.latex and "^^" not in converted.latex
