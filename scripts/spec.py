"""The spec, typed: an assignment, its problems, and everything that is wrong with them."""

from __future__ import annotations

import datetime
import difflib
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import cached_property
from pathlib import Path, PurePosixPath
from typing import Any, TypeVar

import msgspec

from autograder.manifest import LatePolicy, Limits, SubmissionLimits
from scripts.annotated import Annotated, parse
from scripts.errors import SpecError
from scripts.fragments import Fragment, join
from scripts.numbers import ANSWERS, Number, answers_file
from scripts.questions import Question, read_questions
from scripts.testfile import TestCase, read_tests
from scripts.variants import Variant, read_variant

ROOT = Path(__file__).resolve().parent.parent
RESERVED = {
    "tests",
    "testkit",
    "handout",
    "report",
    "experiments",
    "conftest.py",
    "pytest.ini",
    "README.md",
    "requirements.txt",
}
BLANK = "FILL"  # what a new problem's blanks are marked with

T = TypeVar("T")


class RunSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The grading run as a whole; see autograder.manifest.Manifest."""

    seconds: float = 540.0
    hint_seconds: float = 30.0
    minimum: list[str] | None = None


class HandIn(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What students upload, and where."""

    zip: str = "{assignment}-{id}.zip"  # {id} is the student's, {assignment} the assignment's name
    place: str = "Gradescope"


class Counts(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What tests and report count in the end, where that is not the sum of their points."""

    tests: float
    report: float


class Entry(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A problem's place in an assignment."""

    name: str
    points: float = 0.0
    gpu_suites: list[str] = []
    gpu_points: float = 0.0
    questions: list[str] | None = None  # ids of the problem's questions that are asked here, in order; None: all


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


class ProblemSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """``spec/problems/<problem>/problem.toml``."""

    title: str
    origin: str = ""
    files: list[str] = []
    limits: Limits = Limits()
    numbers: list[Number] = []


@dataclass(frozen=True)
class Problem:
    """One problem's folder, read."""

    name: str
    folder: Path
    settings: ProblemSettings
    sources: dict[str, Annotated]  # what the student edits, by path
    experiments: dict[str, Annotated]  # scripts that the student gets and that are not graded, by path
    tests: tuple[TestCase, ...]  # by number
    handout: str
    intro: str  # what stands before the questions
    questions: tuple[Question, ...]
    mistakes: tuple[Variant, ...]
    alternatives: tuple[Variant, ...]

    @property
    def title(self) -> str:
        return self.settings.title

    @property
    def instruments(self) -> Path | None:
        path = self.folder / "instruments.py"
        return path if path.is_file() else None

    @cached_property
    def test_files(self) -> list[tuple[str, Path]]:
        """(path in the folder, file) of everything in ``public/`` and ``hidden/``: the tests and what they read."""
        return [
            (path.relative_to(self.folder).as_posix(), path)
            for kind in ("public", "hidden")
            for path in files_below(self.folder / kind)
        ]

    def failing(self, mistake: Variant) -> list[str]:
        """Ids of the tests that a mistake must fail, its globs spelled out, in the tests' order."""
        return [test.id for test in self.tests if any(fnmatchcase(test.id, pattern) for pattern in mistake.fails)]


@dataclass(frozen=True)
class Asked:
    """A question in an assignment, by the number that it has there."""

    number: int
    problem: Problem
    question: Question


@dataclass(frozen=True)
class Assignment:
    """An assignment with its problems."""

    name: str
    root: Path  # of the repository
    shown: str
    settings: AssignmentSettings
    problems: tuple[Problem, ...]

    @cached_property
    def entries(self) -> dict[str, Entry]:
        return {entry.name: entry for entry in self.settings.problems}

    @cached_property
    def editable(self) -> list[str]:
        """Paths that students edit, in the order of the problems, and are graded on by tests."""
        numbers = [ANSWERS] if any(problem.settings.numbers for problem in self.problems) else []
        return list(dict.fromkeys(path for problem in self.problems for path in problem.sources)) + numbers

    @cached_property
    def questions(self) -> list[Asked]:
        """The free-response questions in the order of the report."""
        asked: list[Asked] = []
        for problem in self.problems:
            wanted = self.entries[problem.name].questions
            known = {question.id: question for question in problem.questions}
            for question in problem.questions if wanted is None else [known[id] for id in wanted]:
                asked.append(Asked(len(asked) + 1, problem, question))
        return asked

    def solution(self) -> dict[str, str]:
        """The editable files with the solution in."""
        return self._joined(lambda problem, source: source.staff()) | self._numbers(solved=True)

    def skeleton(self) -> dict[str, str]:
        """The editable files as students get them."""
        return self._joined(lambda problem, source: source.student(problem.title)) | self._numbers(solved=False)

    def _numbers(self, *, solved: bool) -> dict[str, str]:
        asked = [(problem.name, problem.title, problem.settings.numbers) for problem in self.problems]
        text = answers_file(asked, solved=solved)
        return {ANSWERS: text} if text else {}

    def _joined(self, rendered: Any) -> dict[str, str]:
        return {
            path: join(
                [
                    Fragment(problem.sources[path].path, rendered(problem, problem.sources[path]))
                    for problem in self.problems
                    if path in problem.sources
                ]
            )
            for path in self.editable
            if path != ANSWERS
        }

    @property
    def provided(self) -> list[tuple[str, Path]]:
        """(path in the tree, file) of what every student gets and nobody edits."""
        folder = self.root / "spec" / "provided"
        return [(path.relative_to(folder).as_posix(), path) for path in files_below(folder)]

    @property
    def testkit(self) -> list[tuple[str, Path]]:
        """(path in the tree, file) of the test kit with the problems' instruments in it."""
        folder = ROOT / "autograder" / "testkit"
        own = {f"testkit/instruments/{p.name}.py": p.instruments for p in self.problems if p.instruments is not None}
        kit = {f"testkit/{path.relative_to(folder).as_posix()}": path for path in files_below(folder)}
        for path in own:
            if path in kit:
                raise SpecError(f"{path}: a problem and a general instrument have the same name; rename the problem.")
        return sorted({**kit, **own}.items())


def assignment_names(root: Path = ROOT) -> list[str]:
    """All assignments of the spec."""
    return sorted(path.stem for path in (root / "spec" / "assignments").glob("*.toml"))


def problem_names(root: Path = ROOT) -> list[str]:
    """All problem folders of the spec."""
    return sorted(path.parent.name for path in (root / "spec" / "problems").glob("*/problem.toml"))


def load_assignment(name: str, root: Path = ROOT) -> Assignment:
    """Read an assignment and all its problems.

    Raises:
        SpecError: with every mistake found, a sentence each.
    """
    path = root / "spec" / "assignments" / f"{name}.toml"
    if not path.is_file():
        raise SpecError(
            f"spec/assignments/{name}.toml: there is no such file; the assignments are "
            f"{', '.join(assignment_names(root)) or 'none yet'}."
        )
    shown = path.relative_to(root).as_posix()
    settings = _decode(path, AssignmentSettings, shown)
    text = path.read_text(encoding="utf-8")
    complaints = _assignment_complaints(settings, shown, text)
    problems: list[Problem] = []
    for index, entry in enumerate(settings.problems):
        line = _entry_line(text, index, "name")
        if not (root / "spec" / "problems" / entry.name / "problem.toml").is_file():
            near = difflib.get_close_matches(entry.name, problem_names(root), 1)
            complaints.append(
                f"{shown}:{line}: there is no spec/problems/{entry.name}/problem.toml; "
                + (f"did you mean '{near[0]}'?" if near else "write it with 'make new-problem', or take the entry out.")
            )
            continue
        if entry.name in {problem.name for problem in problems}:
            complaints.append(f"{shown}:{line}: the problem '{entry.name}' is listed twice; delete one of the entries.")
            continue
        try:
            problem = load_problem(entry.name, root)
        except SpecError as error:
            complaints += error.sentences
            continue
        complaints += _entry_complaints(entry, problem, shown, text, index)
        problems.append(problem)
    if complaints:
        raise SpecError(complaints)
    assignment = Assignment(name, root, shown, settings, tuple(problems))
    complaints += _joint_complaints(assignment)
    if complaints:
        raise SpecError(complaints)
    return assignment


def load_problem(name: str, root: Path = ROOT) -> Problem:
    """Read one problem's folder.

    Raises:
        SpecError: with every mistake found, a sentence each.
    """
    folder = root / "spec" / "problems" / name
    shown = folder.relative_to(root).as_posix()
    if not (folder / "problem.toml").is_file():
        near = difflib.get_close_matches(name, problem_names(root), 1)
        mend = f"did you mean '{near[0]}'?" if near else "is the problem's name right?"
        raise SpecError(f"{shown}/problem.toml: there is no such file; {mend}")
    complaints: list[str] = []

    def attempt(call: Any, *args: Any, default: Any) -> Any:
        try:
            return call(*args)
        except SpecError as error:
            complaints.extend(error.sentences)
            return default

    settings = _decode(folder / "problem.toml", ProblemSettings, f"{shown}/problem.toml")
    complaints += _file_complaints(settings.files, f"{shown}/problem.toml")
    if not re.fullmatch(r"[a-z][a-z0-9_]*", name):
        complaints.append(
            f"{shown}: a problem's name is lower-case letters, digits and underscores; rename the folder."
        )
    if min(settings.limits.cpu_seconds, settings.limits.wall_seconds, settings.limits.memory_mb) <= 0:
        complaints.append(
            f"{shown}/problem.toml: [limits] holds a number that is not positive; every test needs some time."
        )

    sources: dict[str, Annotated] = {}
    for path in settings.files:
        if not (folder / path).is_file():
            complaints.append(
                f"{shown}/problem.toml: files names {path}, and {shown}/{path} does not exist; write it or take it out."
            )
            continue
        source = attempt(_read_source, folder / path, f"{shown}/{path}", settings.title, default=None)
        if source is not None:
            sources[path] = source
            if not source.regions:
                complaints.append(
                    f"{shown}/{path}:1: no region is marked as solution, so students would get it all; mark one."
                )
    for kind in ("src", "data"):
        for file in files_below(folder / kind):
            relative = file.relative_to(folder).as_posix()
            if file.suffix == ".py" and relative not in settings.files:
                complaints.append(
                    f"{shown}/{relative}: problem.toml does not list this file, so nobody would get it; add it to "
                    "files."
                )
    experiments: dict[str, Annotated] = {}
    for file in files_below(folder / "experiments"):
        if file.suffix == ".py":
            relative = file.relative_to(folder).as_posix()
            source = attempt(_read_source, file, f"{shown}/{relative}", settings.title, default=None)
            if source is not None:
                experiments[relative] = source

    tests = _load_tests(folder, shown, complaints)
    handout = ""
    if (folder / "handout.md").is_file():
        handout = (folder / "handout.md").read_text(encoding="utf-8")
        if not handout.lstrip().startswith("# "):
            complaints.append(f"{shown}/handout.md:1: a hand-out begins with its title as '# Title'; write one.")
    else:
        complaints.append(f"{shown}/handout.md: the statement is missing; write it.")
    intro, questions = "", []
    if (folder / "questions.md").is_file():
        text = (folder / "questions.md").read_text(encoding="utf-8")
        intro, questions = attempt(read_questions, text, f"{shown}/questions.md", default=("", []))

    complaints += _number_complaints(settings.numbers, {question.id for question in questions}, f"{shown}/problem.toml")

    staff = {path: source.staff() for path, source in sources.items()}
    variants: dict[str, list[Variant]] = {"mistakes": [], "alternatives": []}
    if len(sources) == len(settings.files):
        for kind, found in variants.items():
            for file in files_below(folder / kind):
                if file.suffix == ".py":
                    place = f"{shown}/{kind}/{file.name}"
                    variant = attempt(_read_variant, file, place, staff, kind, settings.numbers, default=None)
                    if variant is not None:
                        found.append(variant)
    ids = {test.id for test in tests}
    for mistake in variants["mistakes"]:
        for pattern in mistake.fails:
            if tests and pattern not in ids and not any(fnmatchcase(id, pattern) for id in ids):
                near = difflib.get_close_matches(pattern, [test.id for test in tests], 1)
                complaints.append(
                    f"{mistake.source}:{mistake.fails_line}: FAILS names {pattern}, which is no test of this problem; "
                    + (f"did you mean {near[0]}?" if near else "name one that is.")
                )
    if complaints:
        raise SpecError(complaints)
    return Problem(
        name=name,
        folder=folder,
        settings=settings,
        sources=sources,
        experiments=experiments,
        tests=tuple(sorted(tests, key=lambda test: test.order)),
        handout=handout,
        intro=intro,
        questions=tuple(questions),
        mistakes=tuple(variants["mistakes"]),
        alternatives=tuple(variants["alternatives"]),
    )


def blanks(folder: Path, root: Path = ROOT) -> list[str]:
    """Places of a problem's folder that still say FILL, a sentence each."""
    found = []
    for path in files_below(folder):
        try:
            lines = path.read_text(encoding="utf-8").splitlines()
        except UnicodeDecodeError:
            continue
        shown = path.relative_to(root).as_posix()
        found += [
            f"{shown}:{number}: a blank is left; write this in place of FILL: {line.strip()[:80]}"
            for number, line in enumerate(lines, 1)
            if re.search(rf"\b{BLANK}\b", line)
        ]
    return found


def files_below(folder: Path) -> list[Path]:
    """Regular files below ``folder``, sorted by path; caches, editors' leftovers and hidden files are left out."""
    if not folder.is_dir():
        return []
    return sorted(
        path
        for path in folder.rglob("*")
        if path.is_file()
        and not any(part == "__pycache__" or part.startswith(".") for part in path.relative_to(folder).parts)
        and path.suffix not in {".pyc", ".pyo"}
        and not path.name.endswith("~")
    )


def _read_source(path: Path, shown: str, title: str) -> Annotated:
    source = parse(path.read_text(encoding="utf-8"), shown)
    source.student(title)
    return source


def _read_variant(path: Path, shown: str, staff: dict[str, str], kind: str, numbers: Sequence[Number]) -> Variant:
    return read_variant(path, shown, staff, mistake=kind == "mistakes", numbers=[number.id for number in numbers])


def _load_tests(folder: Path, shown: str, complaints: list[str]) -> list[TestCase]:
    tests: list[TestCase] = []
    for kind in ("public", "hidden"):
        for path in files_below(folder / kind):
            relative = path.relative_to(folder).as_posix()
            if path.name == "conftest.py":
                complaints.append(
                    f"{shown}/{relative}: a problem has no conftest of its own; put helpers into instruments.py."
                )
            if path.suffix == ".py" and path.name.startswith("test_"):
                found, wrong = read_tests(path.read_text(encoding="utf-8"), relative, f"{shown}/{relative}")
                tests += found
                complaints += wrong
    seen: dict[str, TestCase] = {}
    for test in tests:
        other = seen.setdefault(test.number, test)
        if other is not test:
            complaints.append(
                f'{shown}/{test.file}:{test.line}: the number "{test.number}" is already that of {other.id} '
                f"(line {other.line}); give this test another."
            )
    return tests


def _file_complaints(files: Sequence[str], shown: str) -> Iterable[str]:
    lowered: dict[str, str] = {}
    for path in files:
        pure = PurePosixPath(path)
        if "\\" in path or pure.is_absolute() or ".." in pure.parts or str(pure) != path or ":" in path:
            yield (
                f"{shown}: files names '{path}'; write a path inside the folder such as src/models.py, with / between."
            )
        elif pure.suffix != ".py" or pure.parts[0] in RESERVED or any(part.startswith(".") for part in pure.parts):
            yield f"{shown}: files names '{path}', which students cannot edit; use a Python file in src/ or data/."
        elif not all(part.removesuffix(".py").isidentifier() for part in pure.parts):
            yield f"{shown}: files names '{path}', which cannot be imported; use letters, digits and underscores."
        if path.lower() in lowered:
            yield f"{shown}: files names '{path}' beside '{lowered[path.lower()]}'; list each file once."
        lowered[path.lower()] = path


def _number_complaints(numbers: Sequence[Number], questions: set[str], shown: str) -> Iterable[str]:
    seen: set[str] = set()
    for number in numbers:
        if not re.fullmatch(r"[a-z][a-z0-9_]*", number.id):
            yield f"{shown}: the number '{number.id}' needs an id of lower-case letters, digits and underscores."
        if number.id in seen:
            yield f"{shown}: two [[numbers]] have the id '{number.id}'; choose another."
        seen.add(number.id)
        if not number.ask.strip() or not number.unit.strip():
            yield f"{shown}: the number '{number.id}' lacks words; say in ask what is wanted, and give its unit."
        if number.question and number.question not in questions:
            near = difflib.get_close_matches(number.question, sorted(questions), 1)
            yield (
                f"{shown}: the number '{number.id}' names the question '{number.question}', which questions.md does not "
                "hold; " + (f"did you mean '{near[0]}'?" if near else "name one that it does, or leave the key out.")
            )


def _assignment_complaints(settings: AssignmentSettings, shown: str, text: str) -> list[str]:
    complaints = []
    if not settings.problems:
        complaints.append(f"{shown}: there are no [[problems]]; add at least one.")
    if settings.due is not None and settings.due.tzinfo is None:
        complaints.append(
            f"{shown}:{_key_line(text, 'due')}: due has no time zone; end it with an offset such as -05:00."
        )
    blanks_of_name = set(re.findall(r"\{([^{}]*)\}", settings.hand_in.zip))
    if (
        not settings.hand_in.zip.endswith(".zip")
        or blanks_of_name - {"assignment", "id"}
        or re.search(r"[^\w{}.-]", settings.hand_in.zip)
    ):
        complaints.append(
            f"{shown}:{_key_line(text, 'zip')}: zip is a file name such as {{id}}_solution.zip, of letters, digits, -, _ "
            "and . with {id} and {assignment} to fill in."
        )
    if settings.counts is not None and min(settings.counts.tests, settings.counts.report) < 0:
        complaints.append(f"{shown}:{_key_line(text, 'counts')}: [counts] takes numbers that are not negative.")
    if settings.run.seconds <= 0:
        complaints.append(
            f"{shown}:{_key_line(text, 'seconds')}: [run] seconds is not positive; give the run some time."
        )
    if not 0 <= settings.late.percent_per_day <= 100 or not 0 <= settings.late.most_percent <= 100:
        complaints.append(f"{shown}:{_key_line(text, 'late')}: [late] takes percentages from 0 to 100.")
    for package in settings.packages:
        if not re.fullmatch(r"[A-Za-z_][\w.-]*", package):
            complaints.append(
                f"{shown}:{_key_line(text, 'packages')}: '{package}' is no package name; write the name that Python "
                "imports."
            )
    return complaints


def _entry_complaints(entry: Entry, problem: Problem, shown: str, text: str, index: int) -> Iterable[str]:
    known = [question.id for question in problem.questions]
    for index_asked, asked in enumerate(entry.questions or []):
        line = _entry_line(text, index, "questions")
        if asked not in known:
            near = difflib.get_close_matches(asked, known, 1)
            yield (
                f"{shown}:{line}: questions of '{entry.name}' names '{asked}', which its questions.md does not hold; "
                + (f"did you mean '{near[0]}'?" if near else "name one that it does.")
            )
        elif asked in (entry.questions or [])[:index_asked]:
            yield f"{shown}:{line}: questions of '{entry.name}' names '{asked}' twice; list each once."
    files = {test.file for test in problem.tests}
    for suite in entry.gpu_suites:
        if suite not in files:
            near = difflib.get_close_matches(suite, sorted(files), 1)
            yield (
                f"{shown}:{_entry_line(text, index, 'gpu_suites')}: gpu_suites of '{entry.name}' names {suite}, which "
                "holds "
                "no test of that problem; " + (f"did you mean {near[0]}?" if near else "name one that does.")
            )
    on_gpu = [test for test in problem.tests if test.file in entry.gpu_suites]
    on_cpu = [test for test in problem.tests if test.file not in entry.gpu_suites]
    for label, points, tests in (("points", entry.points, on_cpu), ("gpu_points", entry.gpu_points, on_gpu)):
        line = _entry_line(text, index, label)
        if points < 0 or (tests and points == 0):
            yield f"{shown}:{line}: {label} of '{entry.name}' is {points:g}; its tests need a positive number."
        elif points and not tests:
            yield (
                f"{shown}:{line}: {label} of '{entry.name}' is {points:g}, and no test would earn them; delete the key."
            )
        elif round(points, 4) != points:
            yield f"{shown}:{line}: {label} of '{entry.name}' has more than four decimals; round it."
        elif tests and points * 10_000 < len(tests):
            yield (
                f"{shown}:{line}: {label} of '{entry.name}' is too little to share among {len(tests)} tests; give more."
            )


def _joint_complaints(assignment: Assignment) -> list[str]:
    """What is wrong only with the problems together."""
    complaints: list[str] = []
    try:
        assignment.solution()
        assignment.skeleton()
        assignment.testkit  # noqa: B018  a clash of names is found by asking
    except SpecError as error:
        complaints += error.sentences
    askers: dict[str, str] = {}
    for asked in assignment.questions:
        other = askers.setdefault(asked.question.id.lower(), asked.problem.name)
        if other != asked.problem.name:
            complaints.append(
                f"spec/problems/{asked.problem.name}/questions.md:{asked.question.line}: the id '{asked.question.id}' is "
                f"that of a question of '{other}' too, and both would be answered in one file; choose another."
            )
    provided = dict(assignment.provided)
    owners: dict[str, str] = {}
    for problem in assignment.problems:
        for path in problem.sources:
            if path in provided:
                complaints.append(
                    f"spec/problems/{problem.name}/problem.toml: files names {path}, which spec/provided gives to "
                    "everyone; "
                    "rename one."
                )
        for path in problem.experiments:
            if path in owners or path in provided:
                complaints.append(
                    f"spec/problems/{problem.name}/{path}: {owners.get(path, 'spec/provided')} has an experiment of "
                    "that name; "
                    "rename one."
                )
            owners[path] = problem.name
    return complaints


def _decode(path: Path, type_: type[T], shown: str) -> T:
    data = path.read_bytes()
    try:
        return msgspec.toml.decode(data, type=type_)
    except msgspec.ValidationError as error:
        raise SpecError(_toml_sentence(str(error), data.decode("utf-8", "replace"), shown, type_)) from error
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        found = re.search(r"\(at line (\d+), column \d+\)", str(error))
        reason = str(error).partition(" (at line")[0]
        place = f":{found[1]}" if found else ""
        raise SpecError(f"{shown}{place}: this is not valid TOML ({reason}); mend the line.") from error


def _toml_sentence(message: str, text: str, shown: str, type_: type[Any]) -> str:
    reason, _, place = message.partition(" - at `")
    place = place.rstrip("`")
    index = re.search(r"problems\[(\d+)\]", place)
    unknown = re.search(r"unknown field `([^`]*)`", reason)
    missing = re.search(r"missing required field `([^`]*)`", reason)
    key = unknown[1] if unknown else missing[1] if missing else re.sub(r"\[.*?\]", "", place).rpartition(".")[2]
    line = _entry_line(text, int(index[1]), key) if index else _key_line(text, key)
    where = f" of problem {int(index[1]) + 1}" if index else ""
    if unknown:
        known = _known_keys(type_, place)
        near = difflib.get_close_matches(key, known, 1)
        mend = f"did you mean '{near[0]}'?" if near else f"the keys are {', '.join(known)}."
        return f"{shown}:{line}: the key '{key}'{where} is not known; {mend}"
    if missing:
        return f"{shown}:{line}: the key '{key}'{where} is missing; add it."
    reason = reason[:1].lower() + reason[1:].replace("`", "")
    return f"{shown}:{line}: the key '{key}'{where} has the wrong kind of value ({reason}); mend it."


def _known_keys(type_: type[Any], place: str) -> list[str]:
    """Fields of the struct that a msgspec path such as ``$.problems[0].late`` leads to."""
    current: Any = msgspec.inspect.type_info(type_)
    for part in [p for p in re.sub(r"\[[^\]]*\]", "", place).split(".") if p not in ("", "$")]:
        for field in getattr(current, "fields", ()):
            if field.name == part:
                current = getattr(field.type, "item_type", field.type)
    return [field.name for field in getattr(current, "fields", ())]


def _key_line(text: str, key: str, first: int = 1, last: int | None = None) -> int:
    lines = text.splitlines()
    for number in range(first, min(last or len(lines), len(lines)) + 1):
        if re.match(rf"\s*(\[+\s*)?[\"']?{re.escape(key)}[\"']?\s*(=|\.|\])", lines[number - 1]):
            return number
    return first


def _entry_line(text: str, index: int, key: str) -> int:
    """Line of ``key`` in the ``index``-th [[problems]], or of its header where the key is not there."""
    heads = [n for n, line in enumerate(text.splitlines(), 1) if re.match(r"\s*\[\[\s*problems\s*\]\]", line)]
    if index >= len(heads):
        return _key_line(text, "problems")
    later = [n for n, line in enumerate(text.splitlines(), 1) if n > heads[index] and line.lstrip().startswith("[")]
    return _key_line(text, key, heads[index], (later[0] - 1) if later else None)
