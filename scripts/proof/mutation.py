"""Do the tests notice? ``python -m scripts.mutation [--problem NAME]`` changes the solutions mechanically, one change
at a time, grades each changed solution in the sandbox, and reports the share that loses points. A change that no test
notices must be listed in the problem's ``survivors.toml`` with the reason why it is right all the same. Results are
kept under ``dist/mutation/``: stop at any time, and the next run goes on from there."""

from __future__ import annotations

import argparse
import ast
import dataclasses
import difflib
import hashlib
import multiprocessing
import multiprocessing.util
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Executor, ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from autograder.isolation.layers.tiers import choose_plan
from scripts.build.autograder_zip import EXECUTABLE, build
from scripts.coursespec.annotated import Annotated, parse
from scripts.coursespec.files import write_tree, zipped
from scripts.coursespec.loader import ROOT, Assignment, Problem, files_below, load_assignment
from scripts.errors import SpecError, run_command
from scripts.proof.proof import one_problem

if TYPE_CHECKING:
    from rich.console import Console

    from autograder.api import Grader

SEED = hashlib.sha256(b"mutation").hexdigest()[:32]  # the same inputs in every run, so that results can be kept
FIRST = 3  # tests that noticed most changes of the same function are asked first
ENOUGH = 0.95  # of all changes must be noticed


@dataclass(frozen=True)
class Mutant:
    """One solution with one change."""

    problem: str
    path: str
    owner: str  # the function or method around it
    line: int  # in the annotated source
    before: str  # the lines changed, joined by spaces
    after: str
    text: str  # the whole annotated source, changed

    @property
    def name(self) -> tuple[str, str, str, str]:
        """What survivors.toml calls it: line numbers move, these rarely do."""
        return self.path, self.owner, self.before, self.after


class Survivor(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An entry of ``survivors.toml``."""

    file: str
    owner: str
    before: str
    after: str
    why: str

    @property
    def name(self) -> tuple[str, str, str, str]:
        return self.file, self.owner, self.before, self.after


class Survivors(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """``survivors.toml``."""

    survivor: list[Survivor] = []


class Result(msgspec.Struct, frozen=True):
    """How a mutant fared: a line of ``dist/mutation/<problem>.jsonl``."""

    key: str
    killer: str  # id of the test that noticed; "": none
    reason: str  # of its failure
    seconds: float


def mutants(problem: Problem, path: str) -> list[Mutant]:
    """Every change of ``path`` within its solution regions, by mutmut's operators; those that do not compile left out.

    Annotations, decorators, raise statements (mostly words) and doc strings stay as they are: tests do not judge them.
    """
    try:
        import libcst as cst
        from libcst.metadata import MetadataWrapper, PositionProvider
        from mutmut.mutation.mutators import mutation_operators
    except ImportError as error:
        raise SpecError(f"{error.name} is not installed; run 'make setup', or install the extra 'dev'.") from error
    source = problem.sources[path]
    regions = {
        line: region
        for region in source.regions
        for line in range(region.solution_line, region.solution_line + len(region.solution))
    }
    original = "\n".join(source.lines) + "\n"
    wrapper = MetadataWrapper(cst.parse_module(original))
    found: list[Mutant] = []
    seen: set[str] = {original}

    class Visitor(cst.CSTVisitor):
        METADATA_DEPENDENCIES = (PositionProvider,)

        def on_visit(self, node: cst.CSTNode) -> bool:
            if isinstance(node, (cst.Annotation, cst.Decorator, cst.Raise)):
                return False
            place = self.get_metadata(PositionProvider, node, None)
            if place is not None and place.start.line in regions and place.end.line in regions:
                self.change(node, place.start.line)
            return True

        def change(self, node: cst.CSTNode, line: int) -> None:
            for kind, operator in mutation_operators:
                if not isinstance(node, kind):
                    continue
                for changed in operator(node):
                    text = cst.ensure_type(wrapper.module.deep_replace(node, changed), cst.Module).code
                    if text not in seen and _compiles(text):
                        seen.add(text)
                        before, after = _difference(original, text)
                        owner = regions[line].owner or _owner(source, line)
                        found.append(Mutant(problem.name, path, owner, line, before, after, text))

    wrapper.visit(Visitor())
    return found


def _compiles(text: str) -> bool:
    try:
        compile(text, "mutant", "exec", dont_inherit=True)
    except SyntaxError:
        return False
    return True


def _difference(original: str, text: str) -> tuple[str, str]:
    """The lines that differ, each side in one line."""
    old, new = original.splitlines(), text.splitlines()
    before: list[str] = []
    after: list[str] = []
    for tag, a, b, c, d in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag != "equal":
            before += old[a:b]
            after += new[c:d]
    return " ".join(line.strip() for line in before), " ".join(line.strip() for line in after)


def _owner(source: Annotated, line: int) -> str:
    """The innermost function or class at module level or in a class that holds ``line``; "" outside any."""

    def names(body: list[ast.stmt], prefix: str) -> Iterator[str]:
        for node in body:
            inside = isinstance(node, (ast.FunctionDef, ast.ClassDef)) and node.lineno <= line <= (node.end_lineno or 0)
            if inside and isinstance(node, ast.FunctionDef):
                yield prefix + node.name
            elif inside and isinstance(node, ast.ClassDef):
                yield from names(node.body, f"{prefix}{node.name}.")
                yield prefix + node.name

    return next(names(ast.parse("\n".join(source.lines)).body, ""), "")


# In a worker: its own build and grader, and the tests that have noticed most so far.

_home: tempfile.TemporaryDirectory[str]
_grader: Grader
_assignment: Assignment
_killers: dict[tuple[str, str], Counter[str]] = {}


def _start(name: str, problem: str | None) -> None:
    """Prepare a worker."""
    global _home, _grader, _assignment
    from autograder.api import Grader
    from autograder.isolation.workspace import RefusedError

    _assignment = _load(name, problem)
    _home = tempfile.TemporaryDirectory(prefix="mutation-")
    place = Path(_home.name) / "build"
    write_tree(place, build(_assignment, SEED), EXECUTABLE)
    try:
        _grader = Grader(place)
    except RefusedError as error:
        raise SpecError(str(error)) from error
    multiprocessing.util.Finalize(None, _finish, exitpriority=10)


def _finish() -> None:
    _grader.close()
    _home.cleanup()


def _judge(mutant: Mutant, key: str) -> Result:
    """Grade one mutant, up to the first test that notices."""
    problems = tuple(
        dataclasses.replace(
            problem, sources={**problem.sources, mutant.path: parse(mutant.text, problem.sources[mutant.path].path)}
        )
        if problem.name == mutant.problem
        else problem
        for problem in _assignment.problems
    )
    files = dataclasses.replace(_assignment, problems=problems).solution()
    submission = Path(_home.name) / "submission.zip"
    submission.write_bytes(zipped({path: text.encode() for path, text in files.items()}))
    tests = [t.id for t in _grader.manifest.tests if t.problem == mutant.problem and t.device == "cpu"]
    counter = _killers.setdefault((mutant.path, mutant.owner), Counter())
    first = [test for test, _ in counter.most_common(FIRST)]
    seconds = 0.0
    for group in (first, [test for test in tests if test not in first]):
        if not group:
            continue
        grading = _grader.grade(submission, only=group, stop_at_failure=True, give_hints=False)
        seconds += grading.seconds
        for outcome in grading.outcomes:
            asked = outcome.test.id in group and outcome.reason != "unreached"
            if asked and outcome.score < outcome.test.points - 1e-9:
                counter[outcome.test.id] += 1
                return Result(key, outcome.test.id, outcome.reason, seconds)
    return Result(key, "", "", seconds)


# In the command.


def _load(name: str, problem: str | None) -> Assignment:
    return one_problem(problem, name) if problem else load_assignment(name)


def _digest(problem: Problem) -> str:
    """Of all that decides how a mutant of ``problem`` fares but the mutant."""
    digest = hashlib.sha256()
    files = [file for _, file in problem.test_files] + ([problem.probes] if problem.probes else [])
    for file in [*files, *files_below(ROOT / "autograder" / "shared" / "testkit")]:
        digest.update(file.name.encode() + b"\0" + file.read_bytes() + b"\0")
    return digest.hexdigest()


def _known(path: Path) -> dict[str, Result]:
    """Results of earlier runs; a last line cut off by an interruption is left out."""
    results = {}
    for line in path.read_bytes().splitlines() if path.is_file() else []:
        try:
            result = msgspec.json.decode(line, type=Result)
        except msgspec.MsgspecError:
            continue
        results[result.key] = result
    return results


def _keep(path: Path, results: Iterable[Result]) -> None:
    """Add to the results of earlier runs."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a+b") as file:
        if file.seek(0, 2):
            file.seek(-1, 2)
            if file.read(1) != b"\n":  # a line was cut off; it should not take the next one with it
                file.write(b"\n")
        file.writelines(msgspec.json.encode(result) + b"\n" for result in results)


def listed(problem: Problem) -> list[Survivor]:
    """The problem's ``survivors.toml``.

    Raises:
        SpecError: it is not valid.
    """
    path = problem.folder / "survivors.toml"
    if not path.is_file():
        return []
    shown = path.relative_to(problem.folder.parent.parent.parent)
    try:
        survivors = msgspec.toml.decode(path.read_bytes(), type=Survivors).survivor
    except msgspec.MsgspecError as error:
        raise SpecError(f"{shown}: {error}; an entry has file, owner, before, after and why.") from error
    for survivor in survivors:
        if len(survivor.why) < 10:
            raise SpecError(f"{shown}: '{survivor.after}' has no reason; say in 'why' why it is right all the same.")
    return survivors


def report(problem: Problem, made: Sequence[Mutant], survived: Sequence[Mutant]) -> list[str]:
    """What is wrong with the survivors of a problem, a sentence each."""
    entries = {entry.name for entry in listed(problem)}
    shown = f"spec/problems/{problem.name}/survivors.toml"
    found = [
        f"spec/problems/{problem.name}/{mutant.path}:{mutant.line}: no test notices when '{mutant.before}' becomes "
        f"'{mutant.after}' in {mutant.owner or 'the module'}; write one, or list it in survivors.toml."
        for mutant in survived
        if mutant.name not in entries
    ]
    everything, alive = {mutant.name for mutant in made}, {mutant.name for mutant in survived}
    for entry in sorted(entries):
        if entry not in everything:
            found.append(f"{shown}: '{entry[3]}' is not among the changes made any more; delete the entry.")
        elif entry not in alive:
            found.append(f"{shown}: a test notices '{entry[3]}' in {entry[1] or 'the module'}; delete the entry.")
    return found


def _sound(pool: Executor, examples: Mapping[str, Mutant], assignment: Assignment) -> None:
    """Refuse to judge changes of a solution that loses points unchanged: every one of them would seem noticed."""
    sources = {problem.name: problem.sources for problem in assignment.problems}
    for mutant in examples.values():
        text = "\n".join(sources[mutant.problem][mutant.path].lines) + "\n"
        result = pool.submit(_judge, dataclasses.replace(mutant, owner="", text=text), "").result()
        if result.killer:
            raise SpecError(
                f"{result.killer}: the unchanged solution loses points here ({result.reason}); run 'make check' first."
            )


def run(name: str, only: str | None, workers: int, console: Console) -> list[str]:
    """Judge every mutant that was not judged before, and report; what is wrong is returned, a sentence each."""
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
    from rich.table import Table

    assignment = _load(name, only)
    problems = [p for p in assignment.problems if p.tests and p.sources and only in (None, p.name)]
    work: list[tuple[Problem, Path, list[tuple[Mutant, str]], dict[str, Result]]] = []
    for problem in problems:
        digest = _digest(problem)
        made = [mutant for path in problem.sources for mutant in mutants(problem, path)]
        keyed = [(m, hashlib.sha256(f"{digest}{m.path}\0{m.text}".encode()).hexdigest()[:32]) for m in made]
        path = ROOT / "dist" / "mutation" / f"{problem.name}.jsonl"
        work.append((problem, path, keyed, _known(path)))

    waiting = [(mutant, key, path) for _, path, keyed, known in work for mutant, key in keyed if key not in known]
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    context = multiprocessing.get_context("spawn")
    with Progress(*columns, console=console) as progress:
        task = progress.add_task("judging", total=len(waiting))
        if waiting:
            refusal = choose_plan().refusal(assignment.settings.run.minimum)
            if refusal:
                raise SpecError(refusal)
            pool = ProcessPoolExecutor(min(workers, len(waiting)), context, _start, (name, only))
            try:
                _sound(pool, {mutant.problem: mutant for mutant, _, _ in waiting}, assignment)
                futures = {pool.submit(_judge, mutant, key): (mutant, path) for mutant, key, path in waiting}
                for future in as_completed(futures):
                    mutant, path = futures[future]
                    _keep(path, [future.result()])
                    progress.update(task, advance=1, description=f"{mutant.problem} {mutant.owner}"[:40])
            except BrokenProcessPool as error:
                raise SpecError(
                    "A grader that was to judge changes did not start or was killed; 'make check' says why, or there is too"
                    " little memory for so many: use fewer with --workers."
                ) from error
            finally:
                pool.shutdown(wait=True, cancel_futures=True)

    table = Table("problem", "changes", "noticed", "share", "right all the same", "unexplained")
    complaints: list[str] = []
    noticed = total = 0
    for problem, path, keyed, _ in work:
        known = _known(path)
        survived = [mutant for mutant, key in keyed if not known[key].killer]
        for mutant, key in keyed:
            if known[key].reason == "grader_error":
                complaints.append(
                    f"{known[key].killer}: the test stumbles instead of judging when '{mutant.before}' becomes "
                    f"'{mutant.after}' in {mutant.owner}; check the answer's kind before using it."
                )
        entries = {entry.name for entry in listed(problem)}
        explained = sum(mutant.name in entries for mutant in survived)
        complaints += report(problem, [mutant for mutant, _ in keyed], survived)
        good = len(keyed) - len(survived)
        noticed, total = noticed + good, total + len(keyed)
        table.add_row(
            problem.name,
            str(len(keyed)),
            str(good),
            f"{100 * good / max(len(keyed), 1):.1f} %",
            str(explained),
            str(len(survived) - explained),
        )
    share = noticed / max(total, 1)
    table.add_row("all", str(total), str(noticed), f"{100 * share:.1f} %", "", "", style="bold")
    console.print(table)
    if only is None and share < ENOUGH:
        complaints.append(f"{100 * share:.1f} % of the changes are noticed, {100 * ENOUGH:.0f} % should be.")
    return complaints


def main(arguments: Sequence[str]) -> int:
    """See the module's docstring."""
    from rich.console import Console

    parser = argparse.ArgumentParser(prog="python -m scripts.mutation", description=__doc__)
    parser.add_argument("--assignment", default="complete")
    parser.add_argument("--problem", help="only this one")
    parser.add_argument("--workers", type=int, default=2, help="graders at work at a time")
    options = parser.parse_args(arguments)
    if options.workers < 1:
        raise SpecError(f"--workers {options.workers}: at least one grader has to work.")
    complaints = run(options.assignment, options.problem, options.workers, Console(highlight=False))
    if complaints:
        raise SpecError(complaints)
    return 0


if __name__ == "__main__":
    run_command(main, sys.argv[1:])
