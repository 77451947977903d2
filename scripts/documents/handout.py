"""Set an assignment's hand-out: ``dist/<assignment>-handout.pdf`` and ``.html``, each complete in one file.

``python -m scripts.handout [--assignment complete] [--staff]``; the staff edition also holds model answers, rubrics, known
mistakes with their hints, and what each hidden test judges, and is named ``<assignment>-handout-staff``.
"""

from __future__ import annotations

import argparse
import ast
import base64
import re
import sys
import textwrap
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from itertools import accumulate
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from autograder.files import write_atomically
from scripts.coursespec.loader import ROOT, Asked, Assignment, Problem, load_assignment
from scripts.coursespec.numbers import Number
from scripts.coursespec.points import points_by_test
from scripts.coursespec.syntax import syntax
from scripts.errors import SpecError, run_command
from scripts.studentkit.report.markdown import Converted, Document, ReportError, convert
from scripts.studentkit.report.setting import SettingError, pdf, string

TEMPLATES = Path(__file__).with_name("templates")
PICTURES = {".svg": "image/svg+xml", ".png": "image/png", ".jpg": "image/jpeg"}
SUITES = {
    "test_shapes": "shapes",
    "test_gradients": "gradients",
    "test_outputs": "outputs on fresh random inputs",
    "test_epsilon_bounds": "the bounds an attack must keep",
    "test_accuracy": "accuracy",
    "test_behaviour": "behaviour",
    "test_numbers": "your numbers in report/answers.toml",
}


@dataclass(frozen=True)
class Handout:
    """A hand-out in both of its forms."""

    pdf: bytes
    html: bytes


@dataclass
class _Pieces:
    """Markdown gathered for one run of the converter, with where it came from."""

    documents: list[Document] = field(default_factory=list)
    places: list[tuple[str, int]] = field(default_factory=list)  # file, lines above the text
    drawn: set[int] = field(default_factory=set)  # those that may show what experiments draw and count

    def add(self, text: str, shown: str, above: int = 0, *, drawn: bool = False, **options: Any) -> int:
        self.documents.append(Document(text, **options))
        if drawn:
            self.drawn.add(len(self.places))
        self.places.append((shown, above))
        return len(self.documents) - 1


@dataclass(frozen=True)
class Draft:
    """What a hand-out is made of, converted."""

    assignment: Assignment
    pieces: _Pieces
    converted: Sequence[Converted]
    context: dict[str, Any]  # what the templates ask for

    def html(self) -> bytes:
        """The page.

        Raises:
            SpecError: a template with a mistake.
        """
        pieces = [_html(self.assignment, index, piece.html) for index, piece in enumerate(self.converted)]
        return _fill("handout.html.j2", self.context, pieces).encode()

    def pdf(self) -> bytes:
        """Set it.

        Raises:
            SpecError: a template with a mistake, or a formula that pandoc reads and Typst does not.
        """
        style = (TEMPLATES / "style.typ").read_text(encoding="utf-8")
        source = style + _fill("handout.typ.j2", self.context, [piece.typst for piece in self.converted])
        root, due = self.assignment.root, self.assignment.settings.due
        try:
            return pdf(source, root, system_fonts=False, timestamp=due)
        except SettingError as error:
            raise SpecError(_culprit(self, style, str(error))) from error


def handout(assignment: Assignment, *, staff: bool = False) -> Handout:
    """Set the hand-out of an assignment; see ``draft`` and ``Draft`` for what it raises."""
    drafted = draft(assignment, staff=staff)
    return Handout(drafted.pdf(), drafted.html())


def draft(assignment: Assignment, *, staff: bool = False) -> Draft:
    """Convert the hand-out of an assignment.

    Raises:
        SpecError: a formula that cannot be read, a picture that is not there.
    """
    pieces = _Pieces()
    context = _context(assignment, pieces, staff)
    targets = {
        target: f"problem-{problem.name}"
        for problem in assignment.problems
        for target in (
            f"{problem.name}.md",
            f"handout/{problem.name}.md",
            f"../{problem.name}/handout.md",
            f"#{problem.name}",
        )
    }
    try:
        with ThreadPoolExecutor() as both:  # most of the time goes into pandoc, which uses one core
            halves = both.map(lambda half: convert(half, ["typst", "html"], targets), _halves(pieces.documents))
            converted = [piece for half in halves for piece in half]
    except ReportError as error:
        raise SpecError(str(error)) from error
    _refuse(pieces, converted)
    return Draft(assignment, pieces, converted, context)


def _halves(documents: Sequence[Document]) -> tuple[Sequence[Document], Sequence[Document]]:
    """The documents, parted where half of their text is on either side, as nearly as can be."""
    ends = list(accumulate((len(document.text) for document in documents), initial=0))
    middle = min(range(len(ends)), key=lambda count: abs(ends[-1] / 2 - ends[count]))
    return documents[:middle], documents[middle:]


def _context(assignment: Assignment, pieces: _Pieces, staff: bool) -> dict[str, Any]:
    settings = assignment.settings
    problems = [
        _problem(assignment, problem, index, pieces, staff) for index, problem in enumerate(assignment.problems, 1)
    ]
    experiments = [path for problem in assignment.problems for path in problem.experiments]
    commands = [
        ("pytest", "your tests, and your score so far"),
        (f"pytest tests/{assignment.problems[0].name} -x --pdb", "one problem; stop at a failure and look"),
        *(
            (f"python -m {path.removesuffix('.py').replace('/', '.')} --quick", "an experiment, on little data")
            for path in experiments[:1]
        ),
        ("python -m report", "your report.pdf"),
        ("python -m report.submission", "what is missing, and the zip"),
    ]
    columns = ("public", "hidden", "gpu", "report", "total")
    return {
        "staff": staff,
        "name": assignment.name,
        "settings": settings,
        "due": due_words(assignment),
        "late": late_words(assignment),
        "counts": counts_words(assignment),
        "problems": problems,
        "totals": {column: sum(problem["points"][column] for problem in problems) for column in columns},
        "has_gpu": any(problem["points"]["gpu"] for problem in problems),
        "has_report": any(problem["points"]["report"] for problem in problems),
        "editable": assignment.editable,
        "commands": commands,
        "command_width": max(len(command) for command, _ in commands),
        "zip": settings.hand_in.zip.replace("{assignment}", assignment.name),
        "questions": len(assignment.questions),
    }


def _problem(assignment: Assignment, problem: Problem, index: int, pieces: _Pieces, staff: bool) -> dict[str, Any]:
    shown = f"spec/problems/{problem.name}"
    figures = {
        path.relative_to(problem.folder).as_posix(): "/" + path.relative_to(assignment.root).as_posix()
        for path in sorted((problem.folder / "figures").glob("*"))
        if path.suffix in PICTURES
    }
    for name in figures:
        if name.endswith(".svg"):
            try:
                ElementTree.parse(problem.folder / name)
            except ElementTree.ParseError as error:
                raise SpecError(
                    f"{shown}/{name}:{error.position[0]}: this is no SVG ({error}); draw it again."
                ) from error
    prefix = f"{problem.name}-"
    entry = assignment.entries[problem.name]
    points = points_by_test(problem, entry)
    on_gpu = {test.id for test in problem.tests if test.file in entry.gpu_suites}
    asked = [one for one in assignment.questions if one.problem is problem]
    report = sum(one.question.points for one in asked)
    public = sum(points[test.id] for test in problem.tests if test.public and test.id not in on_gpu)
    docs = _docstrings(problem)
    suites: dict[str, dict[str, Any]] = {}
    for test in problem.tests:
        if not test.public:
            stem = test.file.rpartition("/")[2].removesuffix(".py")
            suite = suites.setdefault(
                test.file,
                {
                    "words": SUITES.get(stem, stem.removeprefix("test_").replace("_", " ")),
                    "count": 0,
                    "points": 0.0,
                    "gpu": test.id in on_gpu,
                },
            )
            suite["count"] += 1
            suite["points"] += points[test.id]
    above = problem.handout[: len(problem.handout) - len(problem.handout.lstrip())].count("\n")
    title, _, statement = problem.handout.lstrip().partition("\n")
    result: dict[str, Any] = {
        "index": index,
        "name": problem.name,
        "title": title.removeprefix("# ").strip() or problem.title,
        "origin": problem.settings.origin,
        "statement": pieces.add(
            "\n" + statement, f"{shown}/handout.md", above, prefix=prefix, shift=1, figures=figures
        ),
        "files": [{"path": path, "signatures": _signatures(problem, path)} for path in problem.sources],
        "experiments": list(problem.experiments),
        "points": {
            "public": public,
            "hidden": entry.points - public if entry.points else 0.0,
            "gpu": entry.gpu_points,
            "report": report,
            "total": entry.points + entry.gpu_points + report,
        },
        "tests": {"public": sum(test.public for test in problem.tests), "suites": list(suites.values())},
        "intro": pieces.add(
            problem.intro, f"{shown}/questions.md", 0, prefix=f"{prefix}intro-", shift=3, figures=figures
        )
        if problem.intro and asked
        else None,
        "questions": [_question(one, pieces, shown, figures, staff) for one in asked],
        "numbers": _numbers(problem.settings.numbers, staff),
    }
    if staff:
        result["judged"] = [
            {
                "number": f"{index}.{test.number}",
                "name": test.name,
                "points": points[test.id],
                "where": test.id,
                "public": test.public,
                "text": pieces.add(docs.get(test.id, ""), f"{shown}/{test.file}", test.line),
            }
            for test in problem.tests
        ]
        result["mistakes"] = [
            {
                "name": mistake.name.replace("_", " "),
                "hint": pieces.add(" ".join(mistake.sentence.split()), f"{shown}/mistakes/{mistake.name}.py"),
                "fails": [f"{index}.{test.number}" for test in problem.tests if test.id in problem.failing(mistake)],
            }
            for mistake in problem.mistakes
        ]
        result["alternatives"] = [
            {
                "name": other.name.replace("_", " "),
                "text": pieces.add(" ".join(other.sentence.split()), f"{shown}/alternatives/{other.name}.py"),
            }
            for other in problem.alternatives
        ]
    return result


def _question(asked: Asked, pieces: _Pieces, shown: str, figures: dict[str, str], staff: bool) -> dict[str, Any]:
    question = asked.question
    where = f"{shown}/questions.md"
    prefix = f"question-{question.id}-"

    whole = (asked.problem.folder / "questions.md").read_text(encoding="utf-8").replace("\r\n", "\n")
    start = whole.find(f"{{#{question.id} ")

    def piece(text: str, part: str) -> int:
        above = whole[: whole.find(text, start)].count("\n")
        options: dict[str, Any] = {"prefix": f"{prefix}{part}-", "shift": 3, "figures": figures}
        return pieces.add(text, where, above, drawn=part == "answer", **options)

    numbers = [number for number in asked.problem.settings.numbers if number.question == question.id]
    return {
        "number": asked.number,
        "id": question.id,
        "title": question.title,
        "points": question.points,
        "prompt": piece(question.prompt, "prompt"),
        "rubric": piece(question.rubric, "rubric") if staff else None,
        "answer": piece(question.answer, "answer") if staff else None,
        "numbers": [f"{asked.problem.name}.{number.id}" for number in numbers],
    }


def _numbers(numbers: Sequence[Number], staff: bool) -> list[dict[str, Any]]:
    return [{"id": n.id, "ask": n.ask, "unit": n.unit, "answer": f"{n.answer}" if staff else None} for n in numbers]


def due_words(assignment: Assignment) -> str:
    """When the assignment is due, such as "Friday 8 September 2023, 23:55 (UTC+10:00)"; empty where it is open."""
    due = assignment.settings.due
    if due is None:
        return ""
    offset = due.strftime("%z")
    return f"{due:%A} {due.day} {due:%B %Y, %H:%M} (UTC{offset[:3]}:{offset[3:]})"


def late_words(assignment: Assignment) -> str:
    """The late policy in sentences."""
    late = assignment.settings.late
    if late.percent_per_day == 0:
        return "Nothing is taken off for work that is late; ask the course staff how late it may be."
    words = f"Every day begun after that takes {late.percent_per_day:g} % off the score"
    if late.most_percent < 100:
        words += f", up to {late.most_percent:g} %"
    if late.grace_minutes:
        words += f"; the first {late.grace_minutes:g} minutes are free"
    return words + "."


def counts_words(assignment: Assignment) -> str:
    """What tests and report are worth in the end, such as "5 points for the tests, ..."; empty where that is their sum."""
    counts = assignment.settings.counts
    if counts is None:
        return ""
    words = (
        f"{counts.tests:g} points for the tests, in proportion (80 % of the points that they give is worth "
        f"{0.8 * counts.tests:g}), and {counts.report:g} for the report"
    )
    asked = sum(asked.question.points for asked in assignment.questions)
    if abs(asked - counts.report) > 1e-9:
        words += f", in proportion to its {asked:g}"
    return f"{words}: {counts.tests + counts.report:g} together"


def _signatures(problem: Problem, path: str) -> str:
    """What the student writes in a file: the heads of functions and classes that hold a region, with their first line."""
    source = problem.sources[path]
    owners = {region.owner for region in source.regions}
    tree = syntax(source.student(problem.title))
    lines: list[str] = []

    def visit(body: list[ast.stmt], above: str, indent: str) -> None:
        for node in body:
            if not isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
                continue
            name = f"{above}{node.name}"
            if not any(owner == name or owner.startswith(f"{name}.") for owner in owners):
                continue
            if not indent and lines:
                lines.append("")
            lines.append(f"{indent}{_head(node)}")
            doc = (ast.get_docstring(node) or "").strip().split("\n")[0]
            if doc:
                inner = indent + "    "
                lines.extend(textwrap.wrap(f'"""{doc}"""', 84, initial_indent=inner, subsequent_indent=inner))
            if isinstance(node, ast.ClassDef):
                visit(node.body, f"{name}.", indent + "    ")

    visit(tree.body, "", "")
    return "\n".join(lines)


def _head(node: ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) -> str:
    if isinstance(node, ast.ClassDef):
        bases = ", ".join(ast.unparse(base) for base in node.bases)
        return f"class {node.name}({bases}):" if bases else f"class {node.name}:"
    returns = f" -> {ast.unparse(node.returns)}" if node.returns else ""
    return f"def {node.name}({ast.unparse(node.args)}){returns}:"


def _docstrings(problem: Problem) -> dict[str, str]:
    """Of every test, what its docstring says below the first line."""
    found = {}
    for path, file in problem.test_files:
        if path.endswith(".py"):
            for node in syntax(file.read_text(encoding="utf-8")).body:
                if isinstance(node, ast.FunctionDef):
                    found[f"{path}::{node.name}"] = (ast.get_docstring(node) or "").partition("\n")[2].strip()
    return found


def _refuse(pieces: _Pieces, converted: Sequence[Converted]) -> None:
    sentences = []
    for index, ((shown, above), piece) in enumerate(zip(pieces.places, converted, strict=True)):
        for note in piece.notes:
            if index in pieces.drawn and note.kind in ("figure", "number"):
                continue  # a report has them once the experiments ran
            line = above + note.line
            if note.kind == "formula":
                sentences.append(
                    f"{shown}:{line}: this formula cannot be read; mend its LaTeX: {note.text.strip()[:120]}"
                )
            elif note.kind == "number":
                sentences.append(f"{shown}:{line}: a statement has no numbers of experiments; write {note.text} out.")
            elif note.kind == "figure":
                sentences.append(
                    f"{shown}:{line}: there is no picture {note.text}; put it into the problem's figures/."
                )
            else:
                sentences.append(
                    f"{shown}:{line}: HTML has no effect here; write Markdown in place of {note.text[:80]}"
                )
        for below, words in _left_over(pieces.documents[index].text, piece.typst):
            sentences.append(f"{shown}:{above + below}: {words}")
    if sentences:
        raise SpecError(sentences)


def _left_over(text: str, typst: str) -> Iterator[tuple[int, str]]:
    """What pandoc could make nothing of, and left standing as it is: (line, sentence)."""
    lines = ["", *text.splitlines()]
    if typst.count("\\$") > text.count("\\$"):
        signs = [len(re.findall(r"(?<!\\)\$", line)) for line in lines]
        line = next(
            (n for n, count in enumerate(signs) if count % 2), next(n for n, count in enumerate(signs) if count)
        )
        yield (
            line,
            "a dollar sign here begins no formula that can be read; look for a missing $ or brace, or write \\$ for a dollar.",
        )
    for name in re.findall(r"\\\[\^([^\[\]\\]+)\\?\]", typst):
        line = next((n for n, line in enumerate(lines) if f"[^{name}]" in line), 1)
        yield line, f"the footnote [^{name}] has no text; add a line that begins with [^{name}]:."


def _culprit(drafted: Draft, style: str, reason: str) -> list[str]:
    """Which piece Typst refuses."""
    found = []
    for (shown, above), piece in zip(drafted.pieces.places, drafted.converted, strict=True):
        try:
            pdf(style + piece.typst, drafted.assignment.root, system_fonts=False)
        except SettingError as error:
            if "label" not in str(error):
                found.append(f"{shown}:{above + 1}: Typst cannot set what follows ({error}); look for an odd formula.")
    return found or [f"scripts/documents/templates: Typst cannot set the hand-out ({reason}); mend the template."]


def _html(assignment: Assignment, index: int, html: str) -> str:
    """A piece as it stands in the page: footnotes of its own, code without line anchors, pictures in the page itself."""
    html = re.sub(r'<a href="#cb\d+-\d+"[^>]*></a>', "", html)
    html = re.sub(r' id="cb\d+(-\d+)?"', "", html)
    html = re.sub(r'(id="|href="#)(fn(?:ref)?\d+")', rf"\1p{index}\2", html)

    def embedded(found: re.Match[str]) -> str:
        path = assignment.root / found[1].lstrip("/")
        data = base64.b64encode(path.read_bytes()).decode()
        return f'src="data:{PICTURES[path.suffix]};base64,{data}"'

    return re.sub(r'src="(/spec/problems/[^"]+)"', embedded, html)


def _fill(name: str, context: dict[str, Any], pieces: Sequence[str]) -> str:
    import jinja2
    from markupsafe import Markup

    def points(value: float) -> str:
        text = f"{value:.2f}".rstrip("0").rstrip(".")
        return text if text else "0"

    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(TEMPLATES),
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        comment_start_string="{##",  # {# is common in Typst
        autoescape=name.endswith(".html.j2"),
    )
    environment.filters.update(
        string=string,
        points=points,
        piece=lambda index: Markup(pieces[index]) if name.endswith(".html.j2") else pieces[index],
        plural=lambda count, word: f"{points(count)} {word}" + ("" if count == 1 else "s"),
    )
    try:
        return environment.get_template(name).render(**context)
    except jinja2.TemplateError as error:
        line = f":{error.lineno}" if isinstance(error, jinja2.TemplateSyntaxError) else ""
        raise SpecError(f"scripts/documents/templates/{name}{line}: {error}; mend the template.") from error


def main(arguments: Sequence[str]) -> int:
    """See the module's docstring."""
    parser = argparse.ArgumentParser(prog="python -m scripts.handout", description=__doc__)
    parser.add_argument("--assignment", default="complete")
    parser.add_argument("--staff", action="store_true", help="with model answers, rubrics, mistakes and hidden tests")
    options = parser.parse_args(arguments)
    assignment = load_assignment(options.assignment)
    made = handout(assignment, staff=options.staff)
    stem = f"{assignment.name}-handout" + ("-staff" if options.staff else "")
    for suffix, data in ((".pdf", made.pdf), (".html", made.html)):
        write_atomically(ROOT / "dist" / f"{stem}{suffix}", data)
        print(f"dist/{stem}{suffix} written ({len(data) / 1e3:.0f} kB)")
    return 0


if __name__ == "__main__":
    run_command(main, sys.argv[1:])
