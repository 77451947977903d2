"""Find what is wrong with a spec beyond the form of its files; every function gives a sentence for each mistake.

``display_path`` is how the sentences name the file or the folder that they are about. ``unread`` are files of the problem's folder
that could not be read in full, each with a sentence of its own: what they may define is not said to be missing.
"""

from __future__ import annotations

import ast
import difflib
import keyword
import math
import re
import sys
import zoneinfo
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from fnmatch import fnmatchcase
from itertools import pairwise
from pathlib import Path, PurePosixPath

from autograder.isolation.layers import tiers
from autograder.model.manifest import WEIGHTS_FOLDER, Limits, SubmissionLimits
from scripts.coursespec.annotated import Annotated
from scripts.coursespec.course import KIT, Course
from scripts.coursespec.fences import find_open_fences
from scripts.coursespec.files import files_below, read_text
from scripts.coursespec.merging import defined_names
from scripts.coursespec.model import WEIGHTS, Assignment, Problem
from scripts.coursespec.numbers import Number, Value
from scripts.coursespec.questions import Question
from scripts.coursespec.selection import is_matched, validate_markers
from scripts.coursespec.settings import AssignmentSettings, Entry, entry_line, key_line
from scripts.coursespec.syntax import syntax
from scripts.coursespec.testcases import MAX_VALUE, TestCase
from scripts.coursespec.variants import Variant
from scripts.errors import SpecError

BLANK = "FILL"  # what a new problem's blanks are marked with
KNOWN = ("problem.toml", "handout.md", "questions.md", "src", "data", "experiments", "figures", "public", "hidden", "mistakes",
         "alternatives", "weights", "probes.py", "survivors.toml", "proof.json")  # fmt: skip
MAX_WEIGHTS_MB = 90  # Gradescope takes uploads up to 100 MB
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


def validate_files(files: Sequence[str], display_path: str) -> Iterator[str]:
    """Check the paths that a problem has students edit."""
    lowered: dict[str, str] = {}
    for path in files:
        pure = PurePosixPath(path)
        if "\\" in path or pure.is_absolute() or ".." in pure.parts or str(pure) != path or ":" in path:
            yield (
                f"{display_path}: files names '{path}'; write a path inside the folder such as src/models.py, with / between."
            )
        elif pure.suffix != ".py" or pure.parts[0] in RESERVED or any(part.startswith(".") for part in pure.parts):
            yield f"{display_path}: files names '{path}', which students cannot edit; use a Python file in src/ or data/."
        elif not all(part.removesuffix(".py").isidentifier() for part in pure.parts):
            yield f"{display_path}: files names '{path}', which cannot be imported; use letters, digits and underscores."
        if path.lower() in lowered:
            yield f"{display_path}: files names '{path}' beside '{lowered[path.lower()]}'; list each file once."
        lowered[path.lower()] = path


def validate_folder(names: Sequence[str], display_path: str) -> Iterator[str]:
    """Check the names of what lies in a problem's folder: what has another name is never read."""
    for name in sorted(names):
        if name not in KNOWN and not name.startswith((".", "__pycache__")) and not name.endswith("~"):
            near = difflib.get_close_matches(name, KNOWN, 1)
            fix = f"did you mean '{near[0]}'?" if near else f"a problem's folder holds {', '.join(KNOWN)}."
            yield f"{display_path}/{name}: this is never read; {fix}"


def validate_name(name: str, display_path: str) -> Iterator[str]:
    """Check the name of a problem's folder."""
    if not re.fullmatch(r"[a-z][a-z0-9_]*", name):
        yield f"{display_path}: a problem's name is lower-case letters, digits and underscores; rename the folder."
    elif keyword.iskeyword(name):
        yield f"{display_path}: '{name}' is a word of Python, so no module can have this name; rename the folder."


def validate_sources(sources: Mapping[str, Annotated], display_path: str) -> Iterator[str]:
    """Check that every file that students edit, by its path in the problem's folder, leaves something to write."""
    for file, source in sources.items():
        if not source.regions:
            yield f"{display_path}/{file}:1: no region is marked as solution, so students would get it all; mark one."


def validate_listing(written: Iterable[str], listed: Collection[str], display_path: str) -> Iterator[str]:
    """Check that ``problem.toml`` lists every Python file that lies where students edit.

    Args:
        written: paths of those files in the problem's folder.
        listed: what ``problem.toml`` lists.
        display_path: of the problem's folder.
    """
    for file in written:
        if file not in listed:
            yield f"{display_path}/{file}: problem.toml does not list this file, so no student gets it; add it to files."


def validate_handout(text: str, display_path: str) -> Iterator[str]:
    """Check the statement of a problem."""
    if not text.lstrip().startswith("# "):
        yield f"{display_path}:1: a hand-out begins with its title as '# Title'; write one."
    yield from find_open_fences(text, display_path)


def validate_helper(tree: ast.Module, display_path: str) -> Iterator[str]:
    """Check a Python file beside the tests: no test may stand in it, for pytest would not find it there."""
    for node in tree.body:
        if isinstance(node, ast.FunctionDef) and any("number(" in ast.unparse(d) for d in node.decorator_list):
            yield (
                f"{display_path}:{node.lineno}: a test in a file that is no test file; begin the file's name with test_."
            )
            return


def validate_test_numbers(tests: Iterable[TestCase], display_path: str) -> Iterator[str]:
    """Check that no two tests of a problem have one number; ``display_path`` is that of the problem's folder."""
    seen: dict[str, TestCase] = {}
    for test in tests:
        other = seen.setdefault(test.number, test)
        if other is not test:
            yield (
                f'{display_path}/{test.file}:{test.line}: the number "{test.number}" is already that of {other.id} '
                f"(line {other.line}); give this test another."
            )


def validate_fails(
    mistakes: Iterable[Variant], tests: Sequence[TestCase], unread: Collection[str] = ()
) -> Iterator[str]:
    """Check that the patterns in the FAILS of mistakes match tests of the problem, where it has any that can be read."""
    ids = [test.id for test in tests]
    for mistake in mistakes:
        for pattern in mistake.fails:
            if ids and not _is_known(pattern, ids, unread):
                near = difflib.get_close_matches(pattern, ids, 1)
                yield (
                    f"{mistake.source}:{mistake.fails_line}: FAILS names {pattern}, which is no test of this problem; "
                    + (f"did you mean {near[0]}?" if near else "name one that is.")
                )


def _is_known(pattern: str, ids: Iterable[str], unread: Collection[str]) -> bool:
    """Return whether a pattern matches a test, or may match one of a file that could not be read."""
    file = pattern.partition("::")[0]
    return any(fnmatchcase(id, pattern) for id in ids) or any(fnmatchcase(one, file) for one in unread)


def validate_parts(problem: Problem, unread: Collection[str] = ()) -> Iterator[str]:
    """Check what ``problem.toml`` says of the problem's parts, and the markers in the statement."""
    parts, toml = problem.settings.parts, f"{problem.display_path}/problem.toml"
    names = [part.name for part in parts]
    defined = {name for source in problem.sources.values() for name in defined_names(syntax(source.staff()))}
    has_all_sources = _has_all_sources(problem, unread)
    experiments = _experiment_names(problem, unread)
    tests = [test.id for test in problem.tests]
    for name in problem.settings.from_scratch.functions if has_all_sources else []:
        if name not in defined:
            yield f"{toml}: from_scratch names the function {name}, which no file of the problem defines."
    for index, part in enumerate(parts):
        if not re.fullmatch(r"[a-z][a-z0-9_]*", part.name) or part.name in names[:index]:
            yield f"{toml}: the part '{part.name}' needs a name of its own, of lower-case letters, digits and underscores."
        for name in part.functions if has_all_sources else []:
            if name not in defined:
                yield f"{toml}: the part '{part.name}' names the function {name}, which no file of the problem defines."
        for name in part.experiments:
            if name not in experiments:
                yield f"{toml}: the part '{part.name}' names the experiment {name}, which is not in experiments/."
        for pattern in part.tests:
            if tests and not _is_known(pattern, tests, unread):
                yield f"{toml}: the part '{part.name}' names the test {pattern}, which matches no test of the problem."
    patterns = [pattern for part in parts for pattern in part.tests]
    for test in problem.tests if parts else ():
        if not is_matched(test.id, patterns):
            yield (
                f"{problem.display_path}/{test.file}:{test.line}: {test.id.partition('::')[2]} belongs to no part; add it to"
                " the tests of the parts that it needs in problem.toml."
            )
    if "problem.toml" not in unread:
        yield from validate_markers(problem.handout, names, f"{problem.display_path}/handout.md")
        yield from validate_markers(problem.intro, names, f"{problem.display_path}/questions.md")


def _has_all_sources(problem: Problem, unread: Collection[str]) -> bool:
    return bool(problem.sources) and not set(unread) & set(problem.settings.files)


def _experiment_names(problem: Problem, unread: Collection[str]) -> set[str]:
    """Return the names of the files in ``experiments/``, those that could not be read among them."""
    return {PurePosixPath(path).stem for path in (*problem.experiments, *unread) if path.startswith("experiments/")}


def validate_experiments(problem: Problem, unread: Collection[str] = ()) -> Iterator[str]:
    """Check the ``[[experiments]]`` of ``problem.toml``."""
    known = _experiment_names(problem, unread)
    for cost in problem.settings.experiments:
        if cost.name not in known:
            yield f"{problem.display_path}/problem.toml: [[experiments]] names {cost.name}, which is not in experiments/."
        if cost.minutes <= 0 or cost.memory_mb <= 0:
            yield f"{problem.display_path}/problem.toml: {cost.name} takes minutes and memory_mb above zero; measure them."


def validate_weights(problem: Problem, text: str, unread: Collection[str] = ()) -> Iterator[str]:
    """Check the ``[[weights]]`` of ``problem.toml``, and the files that the solution has for them.

    Args:
        problem: whose they are.
        text: of its ``problem.toml``, to find lines in.
        unread: files that could not be read.
    """
    has_all_sources = _has_all_sources(problem, unread)
    wanted, made = problem.settings.weights, problem.weights()
    lines = [n for n, line in enumerate(text.splitlines(), 1) if re.match(r"\s*\[\[\s*weights\s*\]\]", line)]
    modules = {path.removesuffix(".py").replace("/", "."): source for path, source in problem.sources.items()}
    tests = [
        path.read_text(encoding="utf-8", errors="replace") for _, path in problem.test_files if path.suffix == ".py"
    ]
    for index, weights in enumerate(wanted):
        file, name = weights.file, PurePosixPath(weights.file).name
        where = f"{problem.display_path}/problem.toml:{lines[index] if index < len(lines) else 1}: [[weights]]"
        if not re.fullmatch(rf"{WEIGHTS_FOLDER}/[A-Za-z0-9][\w.-]*\.pt", file):
            yield f"{where} names '{file}'; write a file in that folder, such as {WEIGHTS_FOLDER}/best_cifar.pt."
            continue
        if file.lower() in {other.file.lower() for other in wanted[:index]}:
            yield f"{where} names {file} again; list each file once."
        if has_all_sources and weights.module not in modules:
            yield f"{where} of {file} has the module '{weights.module}'; the problem's own are {', '.join(modules)}."
        elif has_all_sources and weights.class_name not in defined_names(syntax(modules[weights.module].staff())):
            yield f"{where} of {file} has the class '{weights.class_name}', which {weights.module} does not define."
        if not 0 < weights.max_mb <= MAX_WEIGHTS_MB:
            yield f"{where} of {file} has max_mb {weights.max_mb:g}; it takes a number above 0, up to {MAX_WEIGHTS_MB}."
        elif len(made.get(file, b"")) > weights.max_mb * 2**20:
            yield f"{where}: {problem.display_path}/{WEIGHTS}/{name} has more than max_mb; raise that, or save in float16."
        if file not in made:
            yield f"{where}: {problem.display_path}/{WEIGHTS}/{name}, which the solution hands in, does not exist; train it."
        if tests and not any(file in test for test in tests):
            yield f"{where}: no test names {file}, so it would be handed in for nothing; write one, or delete the entry."


def validate_selection(entry: Entry, problem: Problem, display_path: str, text: str, index: int) -> Iterator[str]:
    """Check which parts and question numbers an assignment takes; arguments as for ``validate_entry``."""
    names = [part.name for part in problem.settings.parts]
    for place, part in enumerate(entry.parts or []):
        line = entry_line(text, index, "parts")
        if part not in names:
            near = difflib.get_close_matches(part, names, 1)
            fix = f"did you mean '{near[0]}'?" if near else f"its parts are {', '.join(names) or 'none'}."
            yield f"{display_path}:{line}: parts of '{entry.name}' names '{part}', which problem.toml does not; {fix}"
        elif part in (entry.parts or [])[:place]:
            yield f"{display_path}:{line}: parts of '{entry.name}' names '{part}' twice; list each once."
    if entry.parts is not None and not entry.parts:
        yield f"{display_path}:{entry_line(text, index, 'parts')}: parts of '{entry.name}' is empty; name some, or delete it."
    numbers = entry.question_numbers
    if numbers is not None:
        asked = len(problem.questions if entry.questions is None else entry.questions)
        if len(numbers) != asked or any(after <= before for before, after in pairwise([0, *numbers])):
            yield (
                f"{display_path}:{entry_line(text, index, 'question_numbers')}: question_numbers of '{entry.name}' are "
                f"{asked} numbers above zero that rise, one for each question."
            )


def find_blanks(folder: Path, course: Course = KIT) -> list[str]:
    """Find the places in a problem's folder that still say FILL; give a sentence for each."""
    found = []
    for path in files_below(folder):
        try:
            lines = path.read_text(encoding="utf-8").splitlines()
        except UnicodeDecodeError:
            continue
        display_path = course.display_path(path)
        found += [
            f"{display_path}:{number}: a blank is left; write this in place of FILL: {line.strip()[:80]}"
            for number, line in enumerate(lines, 1)
            if re.search(rf"\b{BLANK}\b", line)
        ]
    return found


def validate_numbers(
    numbers: Sequence[Number], questions: Iterable[Question] | None, display_path: str, text: str
) -> Iterator[str]:
    """Check the ``[[numbers]]`` of a problem.

    Args:
        numbers: what ``problem.toml`` says.
        questions: the problem's questions; None where they could not be read.
        display_path: of ``problem.toml``.
        text: of ``problem.toml``.
    """
    asked = None if questions is None else {question.id for question in questions}
    seen: set[str] = set()
    for index, number in enumerate(numbers):

        def at(key: str, index: int = index) -> str:
            return f"{display_path}:{entry_line(text, index, key, 'numbers')}"

        if not re.fullmatch(r"[a-z][a-z0-9_]*", number.id):
            yield f"{at('id')}: the number '{number.id}' needs an id of lower-case letters, digits and underscores."
        if number.id in seen:
            yield f"{at('id')}: two [[numbers]] have the id '{number.id}'; choose another."
        seen.add(number.id)
        if not number.ask.strip() or not number.unit.strip():
            yield f"{at('ask')}: the number '{number.id}' lacks words; say in ask what is wanted, and give its unit."
        if not all(map(math.isfinite, _flatten(number.answer))):
            yield f"{at('answer')}: the answer of the number '{number.id}' is nan or inf, which no student can match; correct it."
        if number.question and asked is not None and number.question not in asked:
            near = difflib.get_close_matches(number.question, sorted(asked), 1)
            yield (
                f"{at('question')}: the number '{number.id}' names the question '{number.question}', which questions.md does not "
                "hold; " + (f"did you mean '{near[0]}'?" if near else "name one that it does, or leave the key out.")
            )


def _flatten(value: Value | list[float]) -> Iterator[float]:
    if isinstance(value, list):
        for item in value:
            yield from _flatten(item)
    else:
        yield value


def _validate_parts(settings: AssignmentSettings, display_path: str, text: str) -> list[str]:
    """Check the notebooks that are handed in: each problem is in one of them at most."""
    place = f"{display_path}:{key_line(text, 'hand_in.parts', key_line(text, 'hand_in'))}"
    parts, complaints = settings.hand_in.parts, []
    known = {entry.name for entry in settings.problems}
    if parts and not settings.hand_in.notebooks:
        complaints.append(
            f"{place}: [[hand_in.parts]] are notebooks; write notebooks = true below [hand_in], or take them out."
        )
    for part in parts:
        if not re.fullmatch(r"[A-Za-z0-9_-]+", part.notebook):
            complaints.append(
                f"{place}: notebook = '{part.notebook}' is a name of letters, digits, - and _, without .ipynb."
            )
        unknown = [name for name in part.problems if name not in known]
        if unknown or not part.problems:
            words = f"names {unknown[0]}, which is no problem of this assignment" if unknown else "has no problems"
            complaints.append(f"{place}: the notebook {part.notebook} {words}; name those that it is to hold.")
    for what, names in (
        ("notebook", [part.notebook for part in parts]),
        ("problem", [name for part in parts for name in part.problems]),
    ):
        twice = next((name for name in names if names.count(name) > 1), None)
        if twice is not None:
            complaints.append(f"{place}: [[hand_in.parts]] name the {what} {twice} twice; keep one.")
    return complaints


def validate_settings(settings: AssignmentSettings, display_path: str, text: str) -> list[str]:
    """Check an assignment's settings, without its problems.

    Args:
        settings: what its TOML file says.
        display_path: of that file.
        text: of that file, to find lines in.
    """
    complaints = []
    if not settings.problems:
        complaints.append(f"{display_path}: there are no [[problems]]; add at least one.")
    if settings.due is not None and settings.due.tzinfo is None:
        complaints.append(
            f"{display_path}:{key_line(text, 'due')}: due has no time zone; end it with an offset such as -05:00."
        )
    for policy in settings.policies:
        if not policy.title.strip() or not policy.text.strip():
            complaints.append(
                f"{display_path}:{key_line(text, 'policies')}: a [[policies]] has a title and a text; write both, or delete it."
            )
    complaints += _validate_parts(settings, display_path, text)
    blanks_of_name = set(re.findall(r"\{([^{}]*)\}", settings.hand_in.zip))
    if (
        not settings.hand_in.zip.endswith(".zip")
        or blanks_of_name - {"assignment", "id"}
        or re.search(r"[^\w{}.-]", settings.hand_in.zip)
    ):
        complaints.append(
            f"{display_path}:{key_line(text, 'zip')}: zip is a file name such as {{id}}_solution.zip, of letters, digits, -, _ "
            "and . with {id} and {assignment} to fill in."
        )
    if settings.counts is not None and not all(
        0 <= n <= MAX_VALUE for n in (settings.counts.tests, settings.counts.report)
    ):
        complaints.append(f"{display_path}:{key_line(text, 'counts')}: [counts] takes numbers from 0 to a million.")
    if not 0 < settings.run.seconds <= MAX_VALUE:
        complaints.append(
            f"{display_path}:{key_line(text, 'seconds')}: [run] seconds is no number between 0 and a million; give the run "
            "some time."
        )
    if not 0 <= settings.run.hint_runs <= MAX_VALUE:
        complaints.append(
            f"{display_path}:{key_line(text, 'hint_runs')}: [run] hint_runs is no number from 0 to a million; 0 is for no hints."
        )
    if settings.run.hint_seconds is not None:
        complaints.append(
            f"{display_path}:{key_line(text, 'hint_seconds')}: [run] hint_seconds no longer exists, because seconds depend on the "
            "machine; write hint_runs, the number of comparisons with known mistakes, or delete the key."
        )
    for layer in settings.run.minimum or []:
        if layer not in tiers.LAYERS:
            near = {name.lower(): name for name in tiers.LAYERS}.get(layer.lower())
            fix = f"did you mean '{near}'?" if near else f"the layers are {', '.join(tiers.LAYERS)}."
            complaints.append(
                f"{display_path}:{key_line(text, 'minimum')}: [run] minimum names '{layer}', which is no layer of the "
                f"sandbox; {fix}"
            )
    complaints += validate_limits(settings.submission, "submission", display_path, text)
    if not 0 <= settings.late.percent_per_day <= 100 or not 0 <= settings.late.most_percent <= 100:
        complaints.append(f"{display_path}:{key_line(text, 'late')}: [late] takes percentages from 0 to 100.")
    if not 0 <= settings.late.grace_minutes <= MAX_VALUE:
        complaints.append(
            f"{display_path}:{key_line(text, 'grace_minutes')}: [late] grace_minutes is {settings.late.grace_minutes:g}; write how "
            "many minutes after the due date are free, 0 for none."
        )
    if settings.late.zone and settings.late.zone not in zoneinfo.available_timezones():
        complaints.append(
            f"{display_path}:{key_line(text, 'zone')}: [late] zone is '{settings.late.zone}', which is no time zone; write one "
            "such as America/Chicago, or leave it out for the due date's offset from UTC."
        )
    for package in settings.packages:
        if not re.fullmatch(r"[A-Za-z_][\w.-]*", package):
            complaints.append(
                f"{display_path}:{key_line(text, 'packages')}: '{package}' is no package name; write the name that Python imports."
            )
    return complaints


def validate_limits(limits: Limits | SubmissionLimits, table: str, display_path: str, text: str) -> Iterator[str]:
    """Check what a test or a submission may use.

    Args:
        limits: what the TOML file says.
        table: the name of the table that says it.
        display_path: of the file.
        text: of the file, to find lines in.
    """
    for name in limits.__struct_fields__:
        if not 0 < getattr(limits, name) <= MAX_VALUE:
            yield (
                f"{display_path}:{key_line(text, name)}: [{table}] {name} is {getattr(limits, name):g}; it takes a "
                f"positive number, no larger than {MAX_VALUE:,}."
            )


def validate_entry(entry: Entry, problem: Problem, display_path: str, text: str, index: int) -> Iterator[str]:
    """Check a problem's place in an assignment.

    Args:
        entry: that place.
        problem: the problem.
        display_path: of the assignment's TOML file.
        text: of that file, to find lines in.
        index: of the entry among the ``[[problems]]``, from 0.
    """
    known = [question.id for question in problem.questions]
    for index_asked, asked in enumerate(entry.questions or []):
        line = entry_line(text, index, "questions")
        if asked not in known:
            near = difflib.get_close_matches(asked, known, 1)
            yield (
                f"{display_path}:{line}: questions of '{entry.name}' names '{asked}', which its questions.md does not hold; "
                + (f"did you mean '{near[0]}'?" if near else "name one that it does.")
            )
        elif asked in (entry.questions or [])[:index_asked]:
            yield f"{display_path}:{line}: questions of '{entry.name}' names '{asked}' twice; list each once."
    files = {test.file for test in problem.tests}
    for suite in entry.gpu_suites:
        if suite not in files:
            near = difflib.get_close_matches(suite, sorted(files), 1)
            yield (
                f"{display_path}:{entry_line(text, index, 'gpu_suites')}: gpu_suites of '{entry.name}' names {suite}, which holds "
                "no test of that problem; " + (f"did you mean {near[0]}?" if near else "name one that does.")
            )
    on_gpu = [test for test in problem.tests if test.file in entry.gpu_suites]
    on_cpu = [test for test in problem.tests if test.file not in entry.gpu_suites]
    for label, points, tests in (("points", entry.points, on_cpu), ("gpu_points", entry.gpu_points, on_gpu)):
        line = entry_line(text, index, label)
        if not 0 <= points <= MAX_VALUE:
            yield (
                f"{display_path}:{line}: {label} of '{entry.name}' is {points:g}; write a positive number, or 0 for a problem to "
                "practise with."
            )
        elif tests and points == 0 and not _is_written(text, index, label):
            yield f"{display_path}:{line}: '{entry.name}' has no {label}; write a number, 0 for a problem to practise with."
        elif points and not tests:
            yield (
                f"{display_path}:{line}: {label} of '{entry.name}' is {points:g}, and no test would earn them; delete the key."
            )
        elif round(points, 4) != points:
            yield f"{display_path}:{line}: {label} of '{entry.name}' has more than four decimals; round it."
        elif tests and 0 < points * 10_000 < len(tests):
            yield (
                f"{display_path}:{line}: {label} of '{entry.name}' is too little to share among {len(tests)} tests; give more."
            )
    if entry.shares:
        yield from _validate_shares(entry, on_cpu, f"{display_path}:{entry_line(text, index, 'points')}")


def _validate_shares(entry: Entry, tests: Sequence[TestCase], place: str) -> Iterator[str]:
    """Check that the shares of a problem's points hold each of its tests once, and add up to its points."""
    for share in entry.shares:
        for pattern in share.tests:
            if not any(fnmatchcase(test.id, pattern) for test in tests):
                yield f"{place}: a share of '{entry.name}' names {pattern}, which is no test that counts here; correct it."
        if share.points < 0:
            yield f"{place}: a share of '{entry.name}' has {share.points:g} points; write a positive number, or 0."
    for test in tests:
        shares = sum(is_matched(test.id, share.tests) for share in entry.shares)
        if shares != 1:
            yield f"{place}: {test.id} is in {shares or 'no'} shares of '{entry.name}'; name it in one."
    total = sum(share.points for share in entry.shares)
    if not math.isclose(total, entry.points, abs_tol=1e-9):
        yield f"{place}: the shares of '{entry.name}' add up to {total:g}, and its points are {entry.points:g}; change one."


def _is_written(text: str, index: int, key: str) -> bool:
    line = text.splitlines()[entry_line(text, index, key) - 1]
    return re.match(rf"\s*{key}\s*=", line) is not None


def _validate_imports(assignment: Assignment) -> Iterator[str]:
    """Check that students' files import nothing that the assignment's ``packages`` leave out."""
    allowed = {*sys.stdlib_module_names, *assignment.settings.packages, "testkit"}
    allowed |= {PurePosixPath(path).parts[0].removesuffix(".py") for path, _ in assignment.provided}
    allowed |= {PurePosixPath(path).parts[0].removesuffix(".py") for path in assignment.editable}
    for problem in assignment.problems:
        for path, source in problem.sources.items():
            for node in ast.walk(syntax(source.staff())):
                names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
                if isinstance(node, ast.ImportFrom) and not node.level:
                    names = [node.module or ""]
                for name in names:
                    if name.partition(".")[0] not in allowed:
                        text = read_text(problem.folder / path, path)
                        line = re.search(rf"^\s*(import|from)\s+{re.escape(name)}\b", text, re.MULTILINE)
                        number = text.count("\n", 0, line.start(1)) + 1 if line else 1
                        yield (
                            f"{problem.display_path}/{path}:{number}: it imports {name}, which is not among the packages of "
                            f"{assignment.display_path}; add '{name.partition('.')[0]}' to packages there."
                        )


def validate_together(assignment: Assignment) -> list[str]:
    """Find what is wrong only with an assignment's problems together."""
    complaints: list[str] = []
    try:
        assignment.solution()
        assignment.skeleton()
        assignment.testkit  # noqa: B018  a clash of names is found by asking
    except SpecError as error:
        complaints += error.sentences
    complaints += _validate_imports(assignment)
    numbers = [asked.number for asked in assignment.questions]
    if any(after <= before for before, after in pairwise(numbers)):
        complaints.append(
            f"{assignment.display_path}: the questions have the numbers {', '.join(map(str, numbers))}, which do not rise; "
            "change question_numbers or the order of the problems."
        )
    askers: dict[str, str] = {}
    for asked in assignment.questions:
        other = askers.setdefault(asked.question.id.lower(), asked.problem.name)
        if other != asked.problem.name:
            complaints.append(
                f"{asked.problem.display_path}/questions.md:{asked.question.line}: the id '{asked.question.id}' is "
                f"that of a question of '{other}' too, and both would be answered in one file; choose another."
            )
    provided = {path: assignment.course.display_path(file) for path, file in assignment.provided}
    owners: dict[str, str] = {}
    trained: dict[str, str] = {}
    for problem in assignment.problems:
        for weights in problem.settings.weights:
            other = trained.setdefault(weights.file.lower(), problem.name)
            if other != problem.name:
                complaints.append(
                    f"{problem.display_path}/problem.toml: [[weights]] names {weights.file}, as '{other}' does too; rename one."
                )
        for path in problem.sources:
            if path in provided:
                complaints.append(
                    f"{problem.display_path}/problem.toml: files names {path}, and every student gets {provided[path]} there; "
                    "rename one."
                )
        for path in problem.experiments:
            rival = owners.get(path) or provided.get(path)
            if rival:
                complaints.append(
                    f"{problem.display_path}/{path}: {rival} is an experiment of that name too; rename one."
                )
            owners[path] = f"{problem.display_path}/{path}"
    return complaints
