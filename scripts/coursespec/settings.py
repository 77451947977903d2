"""Read the TOML files of a spec as typed settings; where one is wrong, name the line and the fix."""

from __future__ import annotations

import datetime
import difflib
import re
from pathlib import Path
from typing import Annotated, TypeVar

import msgspec

from autograder.model.manifest import FromScratch, LatePolicy, Limits, SubmissionLimits, WeightFile
from scripts.coursespec.ai_policy import AiPolicy
from scripts.coursespec.files import read_text
from scripts.coursespec.numbers import Number
from scripts.errors import SpecError

T = TypeVar("T")

FORMAT = 1  # of the spec's files; a kit reads its own and all earlier ones
TIMES = (datetime.datetime, datetime.date, datetime.time)  # which TOML has and JSON has not
Format = Annotated[int, msgspec.Meta(ge=1)]
PythonVersion = Annotated[str, msgspec.Meta(pattern=r"^3\.[1-9][0-9]$")]

# What is installed under another name than it is imported by; an assignment's ``packages`` are names to import.
DISTRIBUTIONS = {
    "PIL": "pillow",
    "cv2": "opencv-python-headless",
    "dateutil": "python-dateutil",
    "skimage": "scikit-image",
    "sklearn": "scikit-learn",
    "yaml": "pyyaml",
}


class RunSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The grading run as a whole; see autograder.model.manifest.Manifest."""

    seconds: float = 540.0
    hint_runs: int = 3600
    hint_seconds: float | None = None  # refused by name: hints are counted in runs
    minimum: list[str] | None = None
    python: PythonVersion = "3.10"  # of the machine that grades; hand-out and submission check name it


class NotebookPart(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A notebook that is handed in: the experiments of some problems, and the answers to their questions."""

    notebook: str  # its name without .ipynb
    problems: list[str]  # in its order

    @property
    def file(self) -> str:
        """The path of the notebook in the students' folder."""
        return f"notebooks/{self.notebook}.ipynb"


class HandIn(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What students upload, and where."""

    zip: str = "{assignment}-{id}.zip"  # {id} is the student's, {assignment} the assignment's name
    place: str = "Gradescope"
    report_place: str | None = None  # of report.pdf; "": it is handed in inside the zip; None: left open
    notebooks: bool = False  # whether the zip holds the notebooks, and a copy of each as HTML
    parts: list[
        NotebookPart
    ] = []  # notebooks of several problems; these lie at the top of the zip, with the answers in them


class Policy(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One of the course's own rules, as its hand-out states it."""

    title: str
    text: str  # Markdown


class Counts(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What tests and report count in the end, where that is not the sum of their points."""

    tests: float
    report: float


class Share(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Points of some of a problem's tests, which divide these among themselves by weight."""

    tests: list[str]  # patterns of their ids
    points: float


class Entry(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A problem's place in an assignment."""

    name: str
    points: float = 0.0
    shares: list[Share] = []  # of the points; none: all tests divide them by weight
    gpu_suites: list[str] = []
    gpu_points: float = 0.0
    parts: list[str] | None = None  # names of the problem's parts that are set here; None: all
    questions: list[str] | None = None  # ids of the problem's questions that are asked here, in order; None: all
    question_numbers: list[int] | None = None  # of these questions; None: the next free numbers


class Part(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A part of a problem that an assignment can leave out."""

    name: str
    functions: list[str] = []  # what students write for it: names at the top level of the problem's files
    tests: list[str] = []  # patterns of ids of the tests that need it
    experiments: list[str] = []  # names of the experiments that need it


class ExperimentCost(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a whole run of an experiment takes on one core of a laptop, as measured."""

    name: str
    minutes: float
    memory_mb: int


class OriginalItem(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One item of the homework that an assignment is made from, and what serves it here; see ``original.py``."""

    item: str  # its number
    what: str
    points: float | None = None  # that the original gives; None: it gives none
    of: str = ""  # the item that this one is a part of
    by: dict[str, list[str]] = {}  # by each thing that the item asks for: references to what serves it


class AssignmentSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """``spec/assignments/<assignment>.toml``."""

    title: str
    course: str
    term: str
    problems: list[Entry]
    packages: list[str]
    due: datetime.datetime | None = None
    late: LatePolicy = LatePolicy()
    run: RunSettings = RunSettings()
    submission: SubmissionLimits = SubmissionLimits()
    hand_in: HandIn = HandIn()
    counts: Counts | None = None
    policies: list[Policy] = []
    ai: AiPolicy | None = None
    individual: bool = False  # whether students have to work alone
    original: list[OriginalItem] = []  # everything that the homework asks which this assignment is made from
    format: Format = FORMAT


class ProblemSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """``spec/problems/<problem>/problem.toml``."""

    title: str
    origin: str = ""
    files: list[str] = []
    limits: Limits = Limits()
    numbers: list[Number] = []
    parts: list[Part] = []
    experiments: list[ExperimentCost] = []
    from_scratch: FromScratch = FromScratch()
    weights: list[WeightFile] = []  # of networks that students train at home
    format: Format = FORMAT


def read_toml(path: Path, type_: type[T], display_path: str) -> T:
    """Read a file as one of the settings above.

    Args:
        path: the file.
        type_: which settings it holds.
        display_path: how messages name it.

    Raises:
        SpecError: it is no UTF-8 or no TOML, its format is newer than the kit, or a key is unknown, missing or of the wrong kind.
    """
    text = read_text(path, display_path)
    try:
        data = _decode(text)
        if _is_newer(data):
            line = key_line(text, "format")
            raise SpecError(
                f"{display_path}:{line}: this file has format {data['format']}, and this kit reads formats up to {FORMAT}; "
                "upgrade the kit with 'git pull'."
            )
        return msgspec.convert(data, type_, builtin_types=TIMES)
    except msgspec.ValidationError as error:
        raise SpecError(_toml_sentence(str(error), text, display_path, type_)) from error
    except msgspec.DecodeError as error:
        found = re.search(r"\(at line (\d+), column \d+\)", str(error))
        reason = str(error).partition(" (at line")[0]
        place = f":{found[1]}" if found else ""
        raise SpecError(f"{display_path}{place}: this is not valid TOML ({reason}); fix the line.") from error


def _decode(text: str) -> dict[str, object]:
    """Read TOML.

    Raises:
        msgspec.DecodeError: it is none, or one that Python does not read.
    """
    try:
        data: dict[str, object] = msgspec.toml.decode(text)
    except msgspec.DecodeError:  # a ValueError, too
        raise
    except RecursionError:
        raise msgspec.DecodeError("it has brackets within brackets, too deep") from None
    except ValueError as error:  # Python's own limit, which its reader of TOML lets through
        raise msgspec.DecodeError("it has a number of thousands of digits") from error
    return data


def read_what_tests_need(path: Path, default_title: str) -> ProblemSettings | None:
    """Read of an unfinished ``problem.toml`` what the tests need to run: title, files, numbers and weights.

    Returns:
        Settings with those alone; None where they cannot be read either.
    """
    try:
        data = _decode(read_text(path, str(path)))
        if _is_newer(data):
            return None
        needed = {key: data[key] for key in ("title", "files", "numbers", "weights") if key in data}
        return msgspec.convert({"title": default_title, **needed}, ProblemSettings)
    except (msgspec.DecodeError, SpecError):
        return None


def _is_newer(data: dict[str, object]) -> bool:
    found = data.get("format", FORMAT)
    return isinstance(found, int) and found > FORMAT


# TOML's kinds of values, as msgspec names them and as people do.
KINDS = {
    "str": "a text in quotes",
    "int": "a whole number",
    "float": "a number",
    "bool": "true or false",
    "array": "a list in [...]",
    "object": "a table",
    "datetime": "a date with a time, such as 2026-10-09T17:00:00-05:00",
    "date": "a date without a time",
    "time": "a time without a date",
}


def _toml_sentence(message: str, text: str, display_path: str, type_: type[object]) -> str:
    reason, _, place = message.partition(" - at `")
    place = place.rstrip("`")
    unknown = re.search(r"unknown field `([^`]*)`", reason)
    missing = re.search(r"missing required field `([^`]*)`", reason)
    absent = unknown or missing
    *tables, last = re.sub(r"\[[^\]]*\]", "", place).removeprefix("$").removeprefix(".").split(".")
    key = absent[1] if absent else last
    if absent and last:
        tables.append(last)
    entry = re.match(r"\$\.([\w.]+)\[(\d+)\]", place)
    if entry and _known_keys(type_, entry[1]):  # and no list of texts
        line = entry_line(text, int(entry[2]), key, re.escape(entry[1]))
        number = int(entry[2]) + 1
        where = f" of problem {number}" if entry[1] == "problems" else f" in entry {number} of [[{entry[1]}]]"
    else:
        line = key_line(text, key, key_line(text, tables[0]) if tables else 1)
        where = f" of [{'.'.join(tables)}]" if tables else ""
    named = f"{display_path}:{line}: the key '{key}'{where}"
    if unknown:
        known = _known_keys(type_, place)
        near = difflib.get_close_matches(key, known, 1)
        return f"{named} is not known; " + (
            f"did you mean '{near[0]}'?" if near else f"the keys are {', '.join(known)}."
        )
    if missing:
        return f"{named} is missing; add it."
    enum = re.search(r"nvalid enum value (.*)", reason)
    choices = [repr(value) for value in getattr(_field_type(type_, place), "values", ())]
    if enum and choices:
        words = f"{', '.join(choices[:-1])} or {choices[-1]}"
        return f"{named} has the wrong kind of value ({enum[1]}); write {words}."
    kinds = re.fullmatch(r"Expected `([^`]*)`, got `([^`]*)`", reason)
    if kinds:
        expected = [KINDS.get(kind, kind) for kind in kinds[1].split(" | ") if kind != "null"]
        takes, this = ("each of its items is", "one") if place.endswith("]") else ("it takes", "this")
        reason = f"{takes} {' or '.join(expected)}, and {this} is {KINDS.get(kinds[2], kinds[2])}"
    reason = reason[:1].lower() + reason[1:].replace("`", "")
    return f"{named} has the wrong kind of value ({reason}); fix it."


def _field_type(type_: type[object], place: str) -> object:
    """Return the type that a msgspec path such as ``$.problems[0].late`` leads to; of a list, that of its items."""
    current: object = msgspec.inspect.type_info(type_)
    for part in [p for p in re.sub(r"\[[^\]]*\]", "", place).split(".") if p not in ("", "$")]:
        for field in getattr(current, "fields", ()):
            if field.name == part:
                found = getattr(field.type, "item_type", field.type)
                structs = [option for option in getattr(found, "types", ()) if hasattr(option, "fields")]
                current = structs[0] if structs else found  # of what may be left out, what it is where it is there
    return current


def _known_keys(type_: type[object], place: str) -> list[str]:
    """List the fields of the struct that a msgspec path such as ``$.problems[0].late`` leads to."""
    return [field.name for field in getattr(_field_type(type_, place), "fields", ())]


def key_line(text: str, key: str, first: int = 1, last: int | None = None) -> int:
    """Find the line of ``key`` in a TOML text, or ``first`` where the key is not there.

    Args:
        text: the file.
        key: a key, or the name of a table.
        first: the line to look from, counted from 1.
        last: the line to look up to; None: the end of the text.
    """
    lines = text.splitlines()
    for number in range(first, min(last or len(lines), len(lines)) + 1):
        if re.match(rf"\s*(\[+\s*)?[\"']?{re.escape(key)}[\"']?\s*(=|\.|\])", lines[number - 1]):
            return number
    return first


def entry_line(text: str, index: int, key: str, table: str = "problems") -> int:
    """Find the line of ``key`` in the ``index``-th [[problems]], or of its header where the key is not there.

    Args:
        text: the assignment's file, or a problem's.
        index: from 0.
        key: one of the entry's.
        table: the name of the entries, where it is not ``problems``.
    """
    heads = [n for n, line in enumerate(text.splitlines(), 1) if re.match(rf"\s*\[\[\s*{table}\s*\]\]", line)]
    if index >= len(heads):
        return key_line(text, table)
    later = [n for n, line in enumerate(text.splitlines(), 1) if n > heads[index] and line.lstrip().startswith("[")]
    return key_line(text, key, heads[index], (later[0] - 1) if later else None)
