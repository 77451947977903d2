"""The report: a page for every question, whatever is in the answers."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from scripts.studentkit.report import __main__ as command
from scripts.studentkit.report import values
from scripts.studentkit.report.making import right_to_left
from scripts.studentkit.report.markdown import Document, ReportError, convert
from tests.report_trees import PICTURE, about, answer, made, pages, write_student


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    return write_student(tmp_path)


@pytest.fixture(scope="module")
def shared_tree(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_student(tmp_path_factory.mktemp("report"))


def line_of(tree: Path, part: str) -> int:
    """The line of the first answer that holds ``part``."""
    lines = (tree / "report" / "answers" / "order.md").read_text(encoding="utf-8").split("\n")
    return next(number for number, line in enumerate(lines, 1) if part in line)


def test_every_question_begins_a_page_in_the_order_of_the_handout_answered_or_not(tree: Path) -> None:
    answer(tree, "many", "As many as there are.\n")
    _, report = made(tree)
    texts = pages(report.pdf)
    assert [index for index, text in enumerate(texts) if "Question 1. Order of addition 0.5 points" in text] == [1]
    assert "Question 2. Many terms 1.5 points" in texts[2] and "As many as there are." in texts[2]
    assert "Question 3. A picture 1 point" in texts[3]
    heads = [text for text in texts if text.startswith(("Collaborators", "References", "Code:", "Numbers"))]
    assert [head.split()[0] for head in heads] == ["Numbers", "Collaborators", "References", "Code:"]


def test_open_questions_are_loud_in_the_pdf_and_counted_in_the_terminal(
    tree: Path, capsys: pytest.CaptureFixture
) -> None:
    answer(tree, "many", "As many as there are.\n")
    assert command.main([], tree) == 0
    said = capsys.readouterr().out
    assert "2 of 3 questions are NOT ANSWERED" in said
    assert "1. Order of addition  (report/answers/order.md)" in said and "Many terms" not in said
    texts = pages((tree / "report.pdf").read_bytes())
    assert "2 of 3 questions are NOT ANSWERED" in texts[0]
    assert ["NOT ANSWERED" in text for text in texts[1:4]] == [True, False, True]


def test_the_cover_says_on_which_page_a_question_is(tree: Path) -> None:
    answer(tree, "order", "A word on every line.\n\n" * 120)
    _, report = made(tree)
    texts = pages(report.pdf)
    at = next(index for index, text in enumerate(texts, 1) if "Question 2. Many terms 1.5" in text)
    assert at > 3
    assert f"Many terms NOT ANSWERED 1.5 {at}" in texts[0]


def test_name_id_collaborators_and_references_are_printed_as_they_are_written(tree: Path) -> None:
    name = 'Zoë "#panic()" \\O\'Neil_$x$ <b>*& 李'
    about(tree, name=name, id="s-12#34", collaborators=['#read("x") of *nowhere*'], references=["\\input{x} $y$"])
    _, report = made(tree, latex=True)
    texts = pages(report.pdf)
    assert "#panic()" in texts[0] and "O'Neil_$x$ <b>*&" in texts[0].replace("’", "'") and "s-12#34" in texts[0]
    assert any('#read("x") of *nowhere*' in text for text in texts)
    assert any("\\input{x} $y$" in text for text in texts)
    assert b"\\input{x}" not in report.tex["report.tex"]
    assert b"\\textbackslash{}input\\{x\\} \\$y\\$" in report.tex["report.tex"]


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
    "[^1] and $x$ [^1]\n\n[^1]: A note with `code` and ] #panic()\n",
]  # fmt: skip


@pytest.mark.parametrize("attack", ATTACKS)
def test_nothing_but_markdown_has_an_effect(shared_tree: Path, tmp_path: Path, attack: str) -> None:
    document = Document(attack, prefix="a-")
    converted = convert([document], ["typst", "latex", "html"])[0]
    tags = re.findall(r"<(\w+)([^>]*)>", converted.html)
    assert not {tag for tag, _ in tags} & {"script", "img", "style", "iframe"}
    assert not [inside for _, inside in tags if re.search(r"typst:|javascript:|file:|data-|on\w+=", inside)]
    outside = re.sub(r"\\begin\{verbatim\}.*?\\end\{verbatim\}", "", converted.latex, flags=re.DOTALL)
    for command_name in ("\\input", "\\write", "\\newcommand"):
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
    assert not any("cannot be set" in sentence for sentence in report.complaints)


@settings(max_examples=12, suppress_health_check=list(HealthCheck))
@given(
    text=st.text(
        alphabet=st.one_of(st.sampled_from("#$\\{}[]()<>@*_`~^\"'=-+/|!&:\n .x1א"), st.characters()), max_size=80
    )
)
def test_any_answer_and_any_name_give_a_report(shared_tree: Path, text: str) -> None:
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


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("\n\nSee $\\foo{a}$.\n", 3, "this formula is not LaTeX"),
        ("text\n\n| a |\n|---|\n| $\\nosuch$ |\n", 5, "this formula is not LaTeX"),
        ("\n```python\nx = 1\n", 2, "code block that begins here is never closed"),
        ("one\n<!-- two\nthree\n", 2, "comment that begins here is never closed"),
        ("one\n\n$$\nx = 1\n", 3, "formula that begins here is never closed"),
    ],
)
def test_a_mistake_in_an_answer_is_named_with_its_line(
    tree: Path, capsys: pytest.CaptureFixture, text: str, line: int, words: str
) -> None:
    (tree / "report" / "answers" / "order.md").write_text(text, encoding="utf-8")
    assert command.main(["--no-latex"], tree) == 1
    said = capsys.readouterr().out
    assert f"report/answers/order.md:{line}: " in said and words in said
    assert "Traceback" not in said
    assert (tree / "report.pdf").is_file()


def test_an_answer_that_is_not_utf8_is_named_with_its_line(tree: Path) -> None:
    (tree / "report" / "answers" / "order.md").write_bytes("gut\n\nschön\n".encode("latin-1"))
    _, report = made(tree)
    assert report.complaints == ["report/answers/order.md:3: this is not UTF-8 text; save the file as UTF-8."]


def test_html_is_shown_as_text_and_said(tree: Path) -> None:
    answer(tree, "order", "\nI <b>do</b> not know.\n")
    _, report = made(tree)
    assert "I <b>do</b> not know." in pages(report.pdf)[1]
    assert f"report/answers/order.md:{line_of(tree, '<b>')}: HTML has no effect" in report.remarks[0]


def test_pictures_are_shown_and_missing_ones_marked(tree: Path) -> None:
    (tree / "report" / "figures").mkdir()
    (tree / "report" / "figures" / "error.svg").write_text(PICTURE)
    answer(tree, "order", "![Small *one*](figures/error.svg){width=40%}\n\n![gone](figures/gone.png)\n")
    _, report = made(tree, latex=True)
    text = pages(report.pdf)[1]
    assert "Small one" in text and "MISSING FIGURE: figures/gone.png" in text
    assert [remark.partition(": ")[2] for remark in report.remarks] == [
        "there is no picture figures/gone.png; run the experiment that draws it, or mend the name"
    ]
    assert report.tex["figures/error.pdf"].startswith(b"%PDF")
    assert b"\\reportpicture{figures/error.pdf}{0.4}{Small \\emph{one}}" in report.tex["report.tex"]


def test_a_picture_that_cannot_be_drawn_costs_only_itself(tree: Path) -> None:
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


def test_links_to_outside_are_not_followed(tree: Path, tmp_path: Path) -> None:
    (tmp_path / "secret.svg").write_text(PICTURE)
    (tree / "report" / "figures").mkdir()
    (tree / "report" / "figures" / "link.svg").symlink_to(tmp_path / "secret.svg")
    answer(tree, "order", "![x](figures/link.svg)\n")
    _, report = made(tree)
    assert "MISSING FIGURE" in pages(report.pdf)[1]


def test_letters_of_other_scripts_and_directions_come_through(tree: Path) -> None:
    about(tree, name="אדה לאבלייס", id="7")
    answer(tree, "order", "\nהסדר משנה, כי כל סכום חלקי מעוגל.\n")
    answer(tree, "many", "\nОшибка растёт; η ≤ n·ε, naïve façade, Łódź.\n")
    _, report = made(tree)
    texts = pages(report.pdf)
    assert {"הסדר", "משנה"} & set(texts[1].replace(",", " ").split()) or "רדסה" in texts[1]
    assert "Ошибка растёт; η ≤ n·ε, naïve façade, Łódź." in texts[2]
    assert any(word in texts[0] for word in ("אדה", "הדא"))


def test_an_answer_from_right_to_left_is_set_so(tree: Path) -> None:
    answer(tree, "order", "\nהסדר משנה, `some code in letters` $x_i + y$ כי כל סכום מעוגל.\n")
    assert right_to_left((tree / "report" / "answers" / "order.md").read_text(encoding="utf-8"))
    assert not right_to_left((tree / "report" / "answers" / "many.md").read_text(encoding="utf-8"))
    assert made(tree)[1].remarks == []


def test_letters_that_no_font_has_are_said(tree: Path) -> None:
    about(tree, name="李小龙", id="7")
    answer(tree, "order", "\nक्रम\n")
    _, report = made(tree)
    assert [remark.split(":")[0] for remark in report.remarks] == ["report/about.toml", "report/answers/order.md"]
    assert "(CJK)" in report.remarks[0] and "(DEVANAGARI)" in report.remarks[1]


def test_an_answer_of_twenty_pages_is_set_whole(tree: Path) -> None:
    part = "## Part {n}\n\n" + "The sum $\\sum_i x_i$ is rounded at every step, and this is a sentence.\n" * 30 + "\n"
    answer(tree, "order", "".join(part.replace("{n}", str(n)) for n in range(45)))
    _, report = made(tree)
    texts = pages(report.pdf)
    own = [text for text in texts if text.startswith("Question 1.")]
    assert len(own) >= 20
    assert all(f"Part {n} " in " ".join(own) for n in range(45))
    assert sum("Question 2. Many terms 1.5" in text for text in texts) == 1


def test_numbers_are_shown_with_their_units_and_open_ones_marked(tree: Path) -> None:
    file = tree / "report" / "answers.toml"
    file.write_text(file.read_text().replace('total = "?"', "total = 1048.8125"))
    _, report = made(tree)
    texts = pages(report.pdf)
    assert "1048.8125 kilograms" in texts[2]
    assert any(text.startswith("Numbers") and "NOT GIVEN kilograms" in text for text in texts)
    assert report.numbers_open == ["sums.parts"]


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ('total = "?"', 'total = "7"', "sums.total is not a number"),
        ('total = "?"', "total = nan", "sums.total is not a number"),
        ('total = "?"', "total = true", "sums.total is not a number"),
        ('total = "?"', "total = ", "is not valid TOML"),
        ("[sums]", "", "stands outside its [problem]"),
    ],
)
def test_a_mistake_among_the_numbers_is_a_sentence(tree: Path, old: str, new: str, words: str) -> None:
    file = tree / "report" / "answers.toml"
    assert old in file.read_text()
    file.write_text(file.read_text().replace(old, new, 1))
    with pytest.raises(ValueError, match=r"report/answers\.toml") as wrong:
        values.answers(file)
    assert words in str(wrong.value)
    _, report = made(tree)
    assert report.complaints == [str(wrong.value)]


def test_numbers_of_experiments_are_filled_in_and_missing_ones_marked(tree: Path) -> None:
    (tree / "report" / "metrics.json").write_text('{"digits": {"accuracy": {"500": 87.654321}, "name": "*small*"}}')
    answer(
        tree,
        "order",
        "\nIt has {{digits.accuracy.500:.1f}} % ({{digits.name}}), $a = {{digits.accuracy.500:.2f}}$, {{digits.gone}}.\n",
    )
    _, report = made(tree)
    text = pages(report.pdf)[1]
    assert "It has 87.7 % (*small*)" in text and "87.65" in text and "no number digits.gone" in text
    line = line_of(tree, "digits.gone")
    assert f"report/answers/order.md:{line}: report/metrics.json has no number {{{{digits.gone}}}}" in report.remarks[0]


def test_the_same_answers_give_the_same_bytes(tree: Path) -> None:
    assert made(tree)[1].pdf == made(tree)[1].pdf


def test_the_command_runs_in_the_students_folder_by_itself(tree: Path) -> None:
    done = subprocess.run([sys.executable, "-m", "report"], cwd=tree, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "3 of 3 questions are NOT ANSWERED" in done.stdout
    assert (tree / "report.pdf").is_file() and (tree / "report" / "overleaf" / "report.tex").is_file()
    assert not list(tree.rglob("*.new"))


def test_a_list_of_questions_that_is_gone_is_one_sentence(tree: Path, capsys: pytest.CaptureFixture) -> None:
    (tree / "report" / "questions.json").write_text("{")
    assert command.main([], tree) == 1
    said = capsys.readouterr().err
    assert said.startswith("error: report/questions.json: ") and said.count("\n") == 1


def test_without_pandoc_the_mend_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    import pypandoc

    def missing() -> str:
        raise OSError("none")

    monkeypatch.setattr(pypandoc, "get_pandoc_path", missing)
    with pytest.raises(ReportError, match=r"pip install -r requirements.txt"):
        convert([Document("x")], ["typst"])
