"""Read the answer to a question out of a submission, with its figures. A submission is untrusted: sizes and names are bounded."""

from __future__ import annotations

import contextlib
import io
import json
import posixpath
import re
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from autograder.submission.sources import FileRefused, Source, SubmissionError, open_source
from autograder.submission.tree import Root, find_root
from scripts.coursespec.model import Asked, Assignment
from scripts.studentkit.report.contents import PICTURES, flatten_metrics
from scripts.studentkit.report.formatting import format_value
from scripts.studentkit.report.notebooks import NOT_ANSWERED
from scripts.studentkit.report.numeric_answers import read_answer

MAX_ANSWER_BYTES = 200_000
MAX_FIGURE_BYTES = 5 * 2**20
MAX_PIXELS = 40_000_000  # of a figure: a small file may unpack to one that fills the browser's memory
MAX_REPORT_BYTES = 30 * 2**20
MAX_NOTEBOOK_BYTES = 20 * 2**20
MAX_METRICS_BYTES = 500_000
MAX_NUMBERS_BYTES = 50_000
MAX_NUMBER = 500  # characters of a number or a list of them
NUMBERS = "report/answers.toml"
REPORT = "report.pdf"
FIGURES = "report/figures/"
TYPES = {".png": "image/png", ".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".svg": "image/svg+xml"}

_HEADING = re.compile(r"^## Question (?P<number>\d+)\. .*$", re.MULTILINE)  # as report.notebooks writes it


@dataclass(frozen=True)
class Answer:
    """What a submission has in answer to a question.

    Attributes:
        text: Markdown; empty where there is none.
        problem: why there is none, or what could not be read of it, a sentence for the marker.
        numbers: what the student gave as the question's numbers, which tests judge: a list in Markdown without words of theirs.
        figures: paths of the submission's figures, in order.
        metrics: numbers that the answer may name.
        has_report: whether the submission has a ``report.pdf``.
    """

    text: str = ""
    problem: str = ""
    numbers: str = ""
    figures: tuple[str, ...] = ()
    metrics: Mapping[str, float | str | bool] = field(default_factory=dict)
    has_report: bool = False


class Submissions:
    """Reads answers out of the submissions to an assignment."""

    def __init__(self, assignment: Assignment) -> None:
        self._assignment = assignment
        self._limits = assignment.settings.submission
        self._weights_mb = sum(one.max_mb for problem in assignment.problems for one in problem.settings.weights)
        answers = [_file_of(asked) for asked in assignment.questions]
        self._named = [*assignment.editable, *answers]
        self._notebooks = {name: part.file for part in assignment.settings.hand_in.parts for name in part.problems}

    @contextlib.contextmanager
    def _open(self, path: Path) -> Iterator[tuple[Source, Root]]:
        with open_source(path, self._limits, self._weights_mb) as source:
            yield source, find_root(source, self._named)

    def read_answer(self, path: Path, asked: Asked) -> Answer:
        """Return a submission's answer to a question; a broken submission gives an answer that says so.

        Args:
            path: of the submission's zip.
            asked: the question.
        """
        try:
            with self._open(path) as (source, root):
                text, problem = self._read_text(source, root, asked)
                figures = tuple(name[len(root.prefix) :] for name in source.files if _is_figure(name, root.prefix))
                return Answer(
                    text,
                    problem,
                    _read_numbers(source, root, asked),
                    figures,
                    _read_metrics(source, root),
                    root.prefix + REPORT in source.files,
                )
        except SubmissionError as error:
            return Answer(problem=str(error))

    def _read_text(self, source: Source, root: Root, asked: Asked) -> tuple[str, str]:
        name = _file_of(asked)
        place = root.flat.get(name, root.prefix + name)
        if place not in source.files:
            reason = source.rejected.get(place, "")
            return self._read_notebook(source, root, asked) or ("", f"{name} {reason}." if reason else "")
        try:
            return source.read(place, MAX_ANSWER_BYTES).decode("utf-8-sig", "replace"), ""
        except FileRefused as error:
            return "", f"{name} {error}; the report's PDF may show the answer."

    def _read_notebook(self, source: Source, root: Root, asked: Asked) -> tuple[str, str] | None:
        """Return the answer in a notebook of several problems, where the assignment hands in such; None where there is none."""
        file = self._notebooks.get(asked.problem.name)
        if file is None:
            return None
        places = [root.prefix + name for name in (PurePosixPath(file).name, file)]
        place = next((one for one in places if one in source.files), None)
        if place is None:
            return None
        try:
            cells = _read_cells(source.read(place, MAX_NOTEBOOK_BYTES))
        except (FileRefused, ValueError, RecursionError) as error:
            reason = str(error) if isinstance(error, FileRefused) else "is not a notebook that can be read"
            return "", f"{PurePosixPath(file).name} {reason}."
        text = _find_answer(cells, asked.number)
        return None if text is None else (text[:MAX_ANSWER_BYTES], "")

    def read_figure(self, path: Path, name: str) -> tuple[bytes, str] | None:
        """Return a figure of a submission and its media type; None where it is no picture that can be shown.

        Args:
            path: of the submission's zip.
            name: the figure's, as :attr:`Answer.figures` has it.
        """
        data = self._read_file(path, name, MAX_FIGURE_BYTES)
        kind = TYPES.get(PurePosixPath(name).suffix.lower())
        if data is None or kind is None:
            return None
        return (data, kind) if (is_safe_svg(data) if kind.endswith("svg+xml") else _is_picture(data)) else None

    def read_report(self, path: Path) -> bytes | None:
        """Return a submission's ``report.pdf``; None where there is none that can be read."""
        data = self._read_file(path, REPORT, MAX_REPORT_BYTES)
        return data if data is not None and data.startswith(b"%PDF-") else None

    def _read_file(self, path: Path, name: str, max_bytes: int) -> bytes | None:
        try:
            with self._open(path) as (source, root):
                place = root.prefix + name
                return source.read(place, max_bytes) if place in source.files else None
        except (SubmissionError, FileRefused):
            return None


def figure_sources(figures: tuple[str, ...]) -> dict[str, str]:
    """Return what an answer may write for each figure: from its own folder, from ``report/`` or from the top.

    Args:
        figures: their paths.
    """
    sources: dict[str, str] = {}
    for path in figures:
        for start in ("report/answers", "report", ""):
            sources[posixpath.relpath(path, start or ".")] = path
        sources[f"/{path}"] = path
    return sources


def is_safe_svg(data: bytes) -> bool:
    """Return whether a picture is SVG without entities of its own, which may unpack to gigabytes."""
    return b"<svg" in data and b"<!ENTITY" not in data and data[:2] not in (b"\xfe\xff", b"\xff\xfe")


def _is_picture(data: bytes) -> bool:
    from PIL import Image

    try:
        with Image.open(io.BytesIO(data), formats=("PNG", "JPEG")) as picture:  # reads its head only
            return picture.width * picture.height <= MAX_PIXELS
    except Exception:  # on crafted data Pillow raises many kinds of error
        return False


def _file_of(asked: Asked) -> str:
    return f"report/answers/{asked.question.id}.md"


def _is_figure(name: str, prefix: str) -> bool:
    return name.startswith(prefix + FIGURES) and PurePosixPath(name).suffix.lower() in PICTURES


def _read_cells(data: bytes) -> list[str]:
    """Return the Markdown cells of a notebook.

    Raises:
        ValueError: it is no notebook.
    """
    try:
        cells = json.loads(data)["cells"]
        texts = [cell["source"] for cell in cells if cell["cell_type"] == "markdown"]
        return [text if isinstance(text, str) else "".join(text) for text in texts]
    except (KeyError, TypeError) as error:
        raise ValueError("no notebook") from error


def _find_answer(cells: list[str], number: int) -> str | None:
    """Return the answer to a question: what stands below its heading, and in the cells that a student put behind that.

    It ends at the next question's heading, and at a cell that begins the next problem.
    """
    parts: list[str] | None = None
    for cell in cells:
        if parts is None:
            found = next((one for one in _HEADING.finditer(cell) if int(one["number"]) == number), None)
            if found is None:
                continue
            parts, cell = [], cell[found.end() :]
        elif cell.startswith("# "):
            break
        following = _HEADING.search(cell)
        parts.append(cell[: following.start()] if following else cell)
        if following:
            break
    if parts is None:
        return None
    text = "\n\n".join(parts).strip()
    return "" if text == NOT_ANSWERED else text


def _read_numbers(source: Source, root: Root, asked: Asked) -> str:
    """Return the numbers that belong to a question as a list in Markdown; empty where it has none."""
    wanted = [number for number in asked.problem.settings.numbers if number.question == asked.question.id]
    if not wanted:
        return ""
    place = root.flat.get(NUMBERS, root.prefix + NUMBERS)
    with tempfile.TemporaryDirectory() as folder:  # the report's own reader takes a path
        path = Path(folder) / "answers.toml"
        with contextlib.suppress(FileRefused):
            path.write_bytes(source.read(place, MAX_NUMBERS_BYTES) if place in source.files else b"")
        return "\n".join(
            f"- {number.ask} **{_describe_number(asked.problem.name, number.id, path)}** {number.unit}"
            for number in wanted
        )


def _describe_number(problem: str, key: str, path: Path) -> str:
    try:
        value = read_answer(problem, key, path)
        return (
            "not given"
            if value is None
            else "not readable"
            if isinstance(value, str)
            else format_value(value)[:MAX_NUMBER]
        )
    except RecursionError:
        return "not readable"


def _read_metrics(source: Source, root: Root) -> dict[str, float | str | bool]:
    place = root.prefix + "report/metrics.json"
    if place not in source.files:
        return {}
    try:
        return dict(flatten_metrics(json.loads(source.read(place, MAX_METRICS_BYTES))))
    except (FileRefused, ValueError, RecursionError):
        return {}
