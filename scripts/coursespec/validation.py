"""What is wrong with a spec beyond the form of its files, a sentence each."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Sequence
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from autograder.isolation.layers import tiers
from autograder.model.manifest import Limits, SubmissionLimits
from scripts.coursespec.numbers import Number
from scripts.coursespec.settings import AssignmentSettings, Entry, entry_line, key_line
from scripts.errors import SpecError

if TYPE_CHECKING:
    from scripts.coursespec.loader import Assignment, Problem

KNOWN = ("problem.toml", "handout.md", "questions.md", "src", "data", "experiments", "figures", "public", "hidden", "mistakes",
         "alternatives", "probes.py", "survivors.toml")  # fmt: skip
MAX_VALUE = 1_000_000  # of anything that is counted: seconds, points, megabytes
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


def validate_files(files: Sequence[str], shown: str) -> Iterable[str]:
    """The paths that a problem has students edit."""
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


def validate_folder(names: Sequence[str], shown: str) -> Iterable[str]:
    """What lies in a problem's folder: what is in one of another name is read by nobody."""
    for name in sorted(names):
        if name not in KNOWN and not name.startswith((".", "__pycache__")) and not name.endswith("~"):
            near = difflib.get_close_matches(name, KNOWN, 1)
            mend = f"did you mean '{near[0]}'?" if near else f"a problem's folder holds {', '.join(KNOWN)}."
            yield f"{shown}/{name}: nobody would read this; {mend}"


def validate_numbers(numbers: Sequence[Number], questions: set[str], shown: str) -> Iterable[str]:
    """The ``[[numbers]]`` of a problem; ``questions`` are the ids of its questions."""
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


def validate_settings(settings: AssignmentSettings, shown: str, text: str) -> list[str]:
    """An assignment's settings, its problems apart."""
    complaints = []
    if not settings.problems:
        complaints.append(f"{shown}: there are no [[problems]]; add at least one.")
    if settings.due is not None and settings.due.tzinfo is None:
        complaints.append(
            f"{shown}:{key_line(text, 'due')}: due has no time zone; end it with an offset such as -05:00."
        )
    blanks_of_name = set(re.findall(r"\{([^{}]*)\}", settings.hand_in.zip))
    if (
        not settings.hand_in.zip.endswith(".zip")
        or blanks_of_name - {"assignment", "id"}
        or re.search(r"[^\w{}.-]", settings.hand_in.zip)
    ):
        complaints.append(
            f"{shown}:{key_line(text, 'zip')}: zip is a file name such as {{id}}_solution.zip, of letters, digits, -, _ "
            "and . with {id} and {assignment} to fill in."
        )
    if settings.counts is not None and not all(
        0 <= n <= MAX_VALUE for n in (settings.counts.tests, settings.counts.report)
    ):
        complaints.append(f"{shown}:{key_line(text, 'counts')}: [counts] takes numbers from 0 to a million.")
    if not 0 < settings.run.seconds <= MAX_VALUE:
        complaints.append(
            f"{shown}:{key_line(text, 'seconds')}: [run] seconds is no number between 0 and a million; give the run some time."
        )
    if not 0 <= settings.run.hint_seconds <= MAX_VALUE:
        complaints.append(
            f"{shown}:{key_line(text, 'hint_seconds')}: [run] hint_seconds is negative or no number; 0 is for no hints."
        )
    for layer in settings.run.minimum or []:
        if layer not in tiers.LAYERS:
            near = {name.lower(): name for name in tiers.LAYERS}.get(layer.lower())
            mend = f"did you mean '{near}'?" if near else f"the layers are {', '.join(tiers.LAYERS)}."
            complaints.append(
                f"{shown}:{key_line(text, 'minimum')}: [run] minimum names '{layer}', which is no layer of the sandbox; {mend}"
            )
    complaints += validate_limits(settings.submission, "submission", shown, text)
    if not 0 <= settings.late.percent_per_day <= 100 or not 0 <= settings.late.most_percent <= 100:
        complaints.append(f"{shown}:{key_line(text, 'late')}: [late] takes percentages from 0 to 100.")
    for package in settings.packages:
        if not re.fullmatch(r"[A-Za-z_][\w.-]*", package):
            complaints.append(
                f"{shown}:{key_line(text, 'packages')}: '{package}' is no package name; write the name that Python imports."
            )
    return complaints


def validate_limits(limits: Limits | SubmissionLimits, table: str, shown: str, text: str) -> Iterable[str]:
    """What a test or a submission may use."""
    for name in limits.__struct_fields__:
        if not 0 < getattr(limits, name) <= MAX_VALUE:
            yield (
                f"{shown}:{key_line(text, name)}: [{table}] {name} is {getattr(limits, name):g}; it takes a positive number, no"
                f" larger than {MAX_VALUE:,}."
            )


def validate_entry(entry: Entry, problem: Problem, shown: str, text: str, index: int) -> Iterable[str]:
    """A problem's place in an assignment: the ``index``-th [[problems]] of ``text``."""
    known = [question.id for question in problem.questions]
    for index_asked, asked in enumerate(entry.questions or []):
        line = entry_line(text, index, "questions")
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
                f"{shown}:{entry_line(text, index, 'gpu_suites')}: gpu_suites of '{entry.name}' names {suite}, which holds "
                "no test of that problem; " + (f"did you mean {near[0]}?" if near else "name one that does.")
            )
    on_gpu = [test for test in problem.tests if test.file in entry.gpu_suites]
    on_cpu = [test for test in problem.tests if test.file not in entry.gpu_suites]
    for label, points, tests in (("points", entry.points, on_cpu), ("gpu_points", entry.gpu_points, on_gpu)):
        line = entry_line(text, index, label)
        if not 0 <= points <= MAX_VALUE or (tests and points == 0):
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


def validate_together(assignment: Assignment) -> list[str]:
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
                    f"spec/problems/{problem.name}/problem.toml: files names {path}, which spec/provided gives to everyone; "
                    "rename one."
                )
        for path in problem.experiments:
            if path in owners or path in provided:
                complaints.append(
                    f"spec/problems/{problem.name}/{path}: {owners.get(path, 'spec/provided')} has an experiment of that name; "
                    "rename one."
                )
            owners[path] = problem.name
    return complaints
