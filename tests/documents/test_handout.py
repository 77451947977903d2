"""The hand-out: complete, right in both forms, and silent about what only staff may know."""

from __future__ import annotations

import html.parser
import re
from functools import cache, cached_property
from itertools import pairwise
from pathlib import Path

import pytest

from scripts.coursespec.loader import load_assignment
from scripts.coursespec.model import Assignment
from scripts.documents.context import plan_points
from scripts.documents.handout import convert_handout, make_handout
from scripts.documents.setting import keep_together
from scripts.documents.wording import describe_cost, describe_counts, describe_due, describe_late_policy
from scripts.errors import SpecError
from scripts.handout import main
from tests.kit import kit_assignment
from tests.report_trees import PICTURE, pages, write_course
from tests.tiny import course_in, edit
from tests.trained import write_trained_course


class Page(html.parser.HTMLParser):
    """What a browser would make of a page, as far as structure goes."""

    VOID = frozenset({"meta", "img", "br", "hr", "input", "link", "col", "mspace"})

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.ids: list[str] = []
        self.links: list[str] = []
        self.tags: set[str] = set()
        self.sources: list[str] = []
        self.headings: list[tuple[int, str]] = []
        self.wrong: list[str] = []
        self.feed(text)
        self.close()
        if self.open:
            self.wrong.append(f"never closed: {self.open}")

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        given = dict(attrs)
        if given.get("id"):
            self.ids.append(str(given["id"]))
        if tag == "a" and "href" in given:
            self.links.append(str(given["href"]))
        if given.get("src"):
            self.sources.append(str(given["src"]))
        if re.fullmatch(r"h[1-6]", tag):
            self.headings.append((int(tag[1]), ""))
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in self.VOID:
            return
        if not self.open or self.open.pop() != tag:
            self.wrong.append(f"</{tag}> at line {self.getpos()[0]}")

    def handle_data(self, data: str) -> None:
        if self.headings and self.open and any(re.fullmatch(r"h[1-6]", tag) for tag in self.open):
            level, text = self.headings[-1]
            self.headings[-1] = (level, f"{text}{data}")


class Made:
    """An assignment's hand-out, each form made when it is first looked at: that of all problems takes seconds."""

    def __init__(self, assignment: Assignment, *, staff: bool) -> None:
        self._converted = convert_handout(assignment, staff=staff)

    @cached_property
    def html(self) -> bytes:
        return self._converted.to_html()

    @cached_property
    def pdf(self) -> bytes:
        return self._converted.to_pdf()


@cache
def handout(name: str, *, staff: bool = False) -> tuple[Assignment, Made]:
    """Return an assignment of the kit and its hand-out."""
    assignment = kit_assignment(name)
    return assignment, Made(assignment, staff=staff)


@pytest.mark.parametrize("staff", [False, True])
def test_page_is_well_formed(staff: bool) -> None:
    """The page needs no other file, and its links lead somewhere."""
    text = handout("complete", staff=staff)[1].html.decode()
    page = Page(text)
    assert page.wrong == []
    assert len(page.ids) == len(set(page.ids))
    assert [link for link in page.links if link.startswith("#") and link[1:] not in page.ids] == []
    assert not page.tags & {"script", "iframe", "link", "object"}
    assert all(source.startswith("data:") for source in page.sources)
    assert "default-src 'none'" in text
    assert "math" in page.tags


def test_headings_name_problems_and_questions() -> None:
    assignment, made = handout("complete")
    headings = Page(made.html.decode()).headings
    assert [level for level, _ in headings].count(1) == 1
    assert all(after - before <= 1 for (before, _), (after, _) in pairwise(headings))
    named = [" ".join(text.split()) for _, text in headings]
    for index, problem in enumerate(assignment.problems, 1):
        assert any(text.startswith(str(index)) and text.endswith(problem.handout.split("\n")[0][2:]) for text in named)
    questions = [text for text in named if text.startswith("Question ")]
    assert [int(text.split()[1].rstrip(".")) for text in questions] == [asked.number for asked in assignment.questions]


def test_points_of_table_add_up() -> None:
    assignment, made = handout("complete")
    table = re.search(r'<table class="points">.*?</table>', made.html.decode(), re.DOTALL)
    assert table is not None
    rows = [re.findall(r"<td.*?>(.*?)</td>", row) for row in re.findall(r"<tr>(.*?)</tr>", table[0], re.DOTALL)]
    numbers = [[float(re.sub(r"<.*?>", "", cell) or 0) for cell in row[2:]] for row in rows if row]
    *problems, total = numbers
    for *parts, whole, _ in numbers:  # what a GPU runs stands apart
        assert sum(parts) == pytest.approx(whole)
    for column, whole in zip(zip(*problems, strict=True), total, strict=True):
        assert sum(column) == pytest.approx(whole)
    entries = assignment.settings.problems
    assert total[-2] == sum(e.points for e in entries) + sum(asked.question.points for asked in assignment.questions)
    assert total[-1] == sum(e.gpu_points for e in entries)
    assert "You need no GPU." in made.html.decode()


@pytest.mark.parametrize(
    ("shares", "total", "planned"),
    [
        ([14.77, 26.77, 18.46], 60, [15, 26.5, 18.5]),
        ([0.31, 0.47, 0.22], 1, [0.3, 0.5, 0.2]),
        ([3.1, 7.15], 10.25, [3, 7.25]),
        ([0.0], 0, [0]),
    ],
)
def test_points_can_be_planned_with(shares: list[float], total: float, planned: list[float]) -> None:
    assert plan_points(shares, total) == pytest.approx(planned)


def test_display_stays_with_its_sentence() -> None:
    """A sentence above code, a formula or a table is kept with it; code with empty lines is one display."""
    typst = "=== A\n<a>\nThe sum is\n\n$ x $\n\nSo:\n\n```python\nx\n\n$ y\n```\n\nEnd.\n\n- item"
    kept = (
        "=== A\n<a>\n\n#keep[\nThe sum is\n]\n\n$ x $\n\n#keep[\nSo:\n]\n\n```python\nx\n\n$ y\n```\n\nEnd.\n\n- item"
    )
    assert keep_together(typst) == kept


def test_pdf_is_complete() -> None:
    assignment, made = handout("complete")
    texts = pages(made.pdf)
    whole = " ".join(texts)
    for problem in assignment.problems:
        assert any(problem.handout.split("\n")[0][2:] in text for text in texts[1:])
        for path in problem.sources:
            assert path in whole
    for asked in assignment.questions:
        assert f"Question {asked.number}. " in whole and f"report/answers/{asked.question.id}.md" in whole
    assert "1 / " + str(len(texts)) in texts[0]
    assert "Contents" in texts[0] and whole.count("Deliverable:") == len(assignment.questions) + sum(
        len(problem.sources) + len(problem.settings.weights) for problem in assignment.problems
    )
    last = assignment.problems[-1].handout.split("\n")[0][2:]
    assert sum(last in text[:300] for text in texts) > 1  # the running head names the problem


def test_only_staff_edition_has_secrets(tmp_path: Path) -> None:
    assignment = load_assignment("tiny", course_in(write_course(tmp_path)))
    for staff in (False, True):
        made = make_handout(assignment, staff=staff)
        for text in (made.html.decode(), " ".join(pages(made.pdf))):
            for words in (
                "unit roundoff times",
                "mentions the number of terms",
                "1048.8125",
                "hidden/test_",
                "staff edition",
            ):
                assert (words.lower() in text.lower()) == staff, words
            assert "How large is the error of" in text and "kilograms" in text


def test_staff_edition_is_complete() -> None:
    assignment, made = handout("complete", staff=True)
    text = made.html.decode()
    for index, problem in enumerate(assignment.problems, 1):
        for test in problem.tests:
            assert f"<b>{index}.{test.number}</b>" in text and test.id in text
        for mistake in problem.mistakes:
            assert f"<b>{mistake.name.replace('_', ' ')}</b>" in text
    assert text.count(">Model answer<") == text.count(">Rubric<") == len(assignment.questions)


def test_long_answers_leave_room() -> None:
    """Staff read what each number is, also where its answer is rows of numbers."""
    assignment, made = handout("monash", staff=True)
    lines = " ".join(pages(made.pdf))
    asked = [number.ask for problem in assignment.problems for number in problem.settings.numbers]
    assert len(asked) > 15 and [ask for ask in asked if ask[:24] not in lines] == []


def test_handout_repeats_byte_for_byte(tmp_path: Path) -> None:
    assignment = load_assignment("tiny", course_in(write_course(tmp_path)))
    first, second = make_handout(assignment), make_handout(assignment)
    assert first.pdf == second.pdf and first.html == second.html


def test_figures_links_tables_and_code(tmp_path: Path) -> None:
    root = write_course(tmp_path)
    figures = root / "spec" / "problems" / "sums" / "figures"
    figures.mkdir()
    (figures / "sum.svg").write_text(PICTURE)
    edit(root, "spec/problems/sums/handout.md", "Write `weighted_sum",
         "![A sum](figures/sum.svg)\n\nSee [the steps](../steps/handout.md) and [below](#odd--ends).\n\n## Odd & ends\n\n"
         "| a | b |\n|---|---|\n| 1 | $x^2$ |\n\n```python\nx = 1  # one\n```\n\nWrite `weighted_sum")  # fmt: skip
    edit(
        root,
        "spec/problems/sums/handout.md",
        "Write `weighted_sum",
        "In [your file](../src/shared.py), write `weighted_sum",
    )
    made = make_handout(load_assignment("tiny", course_in(root)))
    text = made.html.decode()
    page = Page(text)
    assert page.wrong == [] and page.sources[0].startswith("data:image/svg+xml;base64,")
    assert {"#problem-steps", "#sums-odd-ends"} <= set(page.links)
    assert 'class="co"' in text and "<td><math" in text
    assert "A sum" in " ".join(pages(made.pdf))


@pytest.mark.parametrize(
    ("path", "old", "new", "words"),
    [
        ("handout.md", "Write", "See $\\nosuch$. Write", "sums/handout.md:3: this formula cannot be read"),
        ("handout.md", "Write", "See $x^^5c$. Write", "sums/handout.md:3: this formula cannot be read"),
        ("handout.md", "Write", "See $\\frac{1}{2$. Write", "sums/handout.md:3: a dollar sign here begins no formula"),
        ("handout.md", "Write", "Note[^zz]. Write", "sums/handout.md:3: the footnote [^zz] has no text"),
        (
            "handout.md",
            "Write",
            "![x](figures/gone.svg)\n\nWrite",
            "sums/handout.md:3: there is no picture figures/gone.svg",
        ),
        ("handout.md", "Write", "<b>Write</b>", "sums/handout.md:3: HTML has no effect here"),
        ("handout.md", "Write", "See \\frac{1}{2}. Write", "sums/handout.md:3: LaTeX stands outside a formula here"),
        ("questions.md", "Does the", "Does $\\nosuch$ the", "sums/questions.md:5: this formula cannot be read"),
        ("questions.md", "of the additions matter", "\nof $x$\nand\n$\\nosuch$", "sums/questions.md:8: this formula"),
        ("questions.md", "Half the", "- a\n- b $\\nosuch$ Half the", "sums/questions.md:10: this formula"),
        ("questions.md", "In floating", "In $\\nosuch$ floating", "sums/questions.md:13: this formula"),
        ("questions.md", "Answer in", "\n\nAnswer $\\nosuch$ in", "sums/questions.md:3: this formula"),
        (
            "handout.md",
            "Write",
            "| a | b |\n|---|---|\n| $x$ | $\\nosuch$ |\n\nWrite",
            "sums/handout.md:5: this formula",
        ),
        ("handout.md", "Write", "Words\nand $x$ more.\n\n$$\n\\nosuch\n$$\n\nWrite", "sums/handout.md:6: this formula"),
        (
            "handout.md",
            "Write",
            "[a](https://x.org)\nand\n[below](#odd-ends) Write",
            "sums/handout.md:5: the link to #odd-ends",
        ),
        (
            "handout.md",
            "Write",
            "See [x](../src/gone.py). Write",
            "sums/handout.md:3: the link to ../src/gone.py leads nowhere",
        ),
        ("handout.md", "Write", "See [x](stepps.md). Write", "sums/handout.md:3: the link to stepps.md leads nowhere"),
        ("handout.md", "Write", "See [x](figures/gone.svg). Write", "sums/handout.md:3: the link to figures/gone.svg"),
        (
            "handout.md",
            "Write",
            "See [x][y]. Write\n\n[y]: file:///etc\n\n",
            "sums/handout.md:3: the link to file:///etc",
        ),
    ],
)
def test_faulty_statement_is_located(tmp_path: Path, path: str, old: str, new: str, words: str) -> None:
    root = write_course(tmp_path)
    edit(root, f"spec/problems/sums/{path}", old, new)
    with pytest.raises(SpecError) as refused:
        make_handout(load_assignment("tiny", course_in(root)), staff=True)
    assert all(words in sentence for sentence in refused.value.sentences)


def test_odd_title_is_escaped(tmp_path: Path) -> None:
    root = write_course(tmp_path)
    edit(root, "spec/problems/sums/handout.md", "# Sums by hand", '# Sums "by" #hand() <script>alert(1)</script> & $x$')
    made = make_handout(load_assignment("tiny", course_in(root)))
    assert "<script>" not in made.html.decode() and Page(made.html.decode()).wrong == []
    assert '"by" #hand() <script>' in " ".join(pages(made.pdf)).replace("“", '"').replace("”", '"')


def test_describes_dates_and_late_policy() -> None:
    monash = kit_assignment("monash")
    assert describe_due(monash) == "Friday 8 September 2023, 23:55 (UTC+10:00)"
    assert describe_late_policy(monash) == "Every day begun after that takes 20 % off the score."
    assert describe_due(kit_assignment("complete")) == describe_late_policy(kit_assignment("complete")) == ""


@pytest.mark.parametrize(
    ("name", "words", "upload"),
    [
        ("northwestern", "push it to your GitHub repository", "and report.pdf where the report is asked for."),
        ("cornell", "do not use a toolbox for it", "Upload that file and report.pdf to Canvas."),
        ("monash", "not use generative artificial intelligence", "Upload that file to Moodle; report.pdf is in it."),
        ("nyu", "the report is for the answers to problem 1", "; report.pdf is in it."),
        ("ut", "needed to replicate the results", "report.pdf where the report is asked for."),
    ],
)
def test_states_rules_of_the_course(name: str, words: str, upload: str) -> None:
    """Each of the five hand-outs has its course's rules, and none that its course does not have."""
    assignment, made = handout(name)
    for text in (re.sub(r"<.*?>", "", made.html.decode()), " ".join(pages(made.pdf))):
        plain = html.unescape(" ".join(text.split()))
        assert words in plain and upload in plain
        assert all(policy.title in plain for policy in assignment.settings.policies)
        assert ("who you worked with" in plain) != (name == "monash")
        assert "hand in as often" not in plain and ("% off the score" in plain) == (name == "monash")


def test_keeps_numbers_of_the_seed() -> None:
    """Homework 7 of Fall 2020 asks questions 1 to 9, 15, 17 and 18."""
    numbers = [asked.number for asked in kit_assignment("northwestern").questions]
    assert numbers == [*range(1, 10), 15, 17, 18]
    text = handout("northwestern")[1].html.decode()
    assert [int(found) for found in re.findall(r">Question (\d+)\. ", text)] == numbers


def test_command_prints_paths(capsys: pytest.CaptureFixture) -> None:
    assert main(["--assignment", "nyu", "--staff"]) == 0
    assert "dist/nyu-handout-staff.pdf written" in capsys.readouterr().out


def test_first_page_states_weights() -> None:
    northwestern, made = handout("northwestern")
    assert sum(entry.points for entry in northwestern.settings.problems) == 100
    assert sum(asked.question.points for asked in northwestern.questions) == 5
    words = describe_counts(northwestern)
    assert words.startswith(
        "5 points for the tests, in proportion (80 % of the points that they give is worth 4), and 5"
    )
    assert "report, in proportion" not in words and describe_counts(kit_assignment("complete")) == ""
    assert words in pages(made.pdf)[0] and words in made.html.decode()


def test_asks_for_notebooks_where_wanted() -> None:
    wanted = "notebooks</code> from the first cell to the last"
    assert wanted in handout("monash")[1].html.decode().replace("notebooks/</code>", "notebooks</code>")
    assert wanted not in handout("northwestern")[1].html.decode()


def test_states_cost_of_experiments(tmp_path: Path) -> None:
    assert describe_cost(30, 1700) == "about 30 minutes, 1.7 GB"
    assert describe_cost(0.5, 60) == "less than a minute, 0.1 GB"
    northwestern, made = handout("northwestern")
    text = made.html.decode()
    for problem in northwestern.problems:
        assert len(problem.settings.experiments) == len(problem.experiments)
        for cost in problem.settings.experiments:
            assert f"notebooks/{cost.name}.ipynb" in text and describe_cost(cost.minutes, cost.memory_mb) in text
    assert "depends on your network" not in text
    assert "depends on your network" in handout("monash")[1].html.decode()
    root = write_course(tmp_path)
    edit(
        root,
        "spec/problems/sums/problem.toml",
        'title = "Sums',
        'experiments = [{name = "gone", minutes = 1, memory_mb = 1}]\ntitle = "Sums',
    )
    with pytest.raises(SpecError, match="names gone, which is not in experiments/"):
        load_assignment("tiny", course_in(root))


def test_names_weights_to_hand_in(tmp_path: Path) -> None:
    """Both forms say which file holds the weights of which class, and how to save it."""
    handout = make_handout(load_assignment("tiny", course_in(write_trained_course(tmp_path))))
    page, text = handout.html.decode(), " ".join(pages(handout.pdf))
    assert '<h3 id="weights-signs">Weights to hand in</h3>' in page and Page(page).wrong == []
    assert page.count("<code>models/best_signs.pt</code>") == 2  # there, and among the graded files
    for words in ("Weights to hand in", "SignNet", "src/signs.py", "at most 1 MB", "torch.save(model.state_dict()"):
        assert words in text and words in page, words
