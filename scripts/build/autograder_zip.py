"""Build what grades an assignment: ``build/<assignment>/`` and the zip for Gradescope. ``python -m scripts.build
[--assignment complete] [--seed HEX]`` writes both; the zip is ``autograder.zip`` at the root of the repository.
Every build draws a new secret seed unless it is told one."""

from __future__ import annotations

import argparse
import gc
import hashlib
import re
import secrets
import sys
from collections.abc import Sequence
from pathlib import Path, PurePosixPath

import msgspec

from autograder.files import write_atomically
from autograder.model import manifest as contract
from scripts.coursespec.files import Tree, contents, unix_text, write_tree, zipped
from scripts.coursespec.loader import ROOT, Assignment, Problem, files_below, load_assignment
from scripts.coursespec.points import points_by_test
from scripts.coursespec.settings import DISTRIBUTIONS
from scripts.errors import SpecError, run_command

EXECUTABLE = frozenset({"setup.sh", "run_autograder"})
TEMPLATES = frozenset({"setup.sh", "run_autograder", "requirements.txt.j2"})  # they go to the root of the zip
LOCK = "requirements.lock"  # exact versions, at the root of the repository and of the zip
MAX_BYTES = 1_000_000  # of the zip: uploading it, and Gradescope's image, should take seconds


def build(assignment: Assignment, seed: str) -> Tree:
    """Everything that the grader reads, by path.

    Args:
        assignment: what to build.
        seed: secret, 32 hexadecimal digits.
    """
    if not re.fullmatch(r"[0-9a-f]{32}", seed):
        raise SpecError(
            f"--seed {seed}: a seed is 32 hexadecimal digits in lower case; leave it out to have one drawn."
        )
    tree: Tree = {}
    for name in ("setup.sh", "run_autograder", "requirements.txt"):
        tree[name] = _gradescope(assignment, name)
    tree[LOCK] = contents(ROOT / LOCK, LOCK)
    for path in files_below(ROOT / "autograder"):
        if path.name not in TEMPLATES:
            tree[path.relative_to(ROOT).as_posix()] = contents(path, path.relative_to(ROOT).as_posix())
    for problem in assignment.problems:
        if problem.probes is not None:
            name = f"tree/testkit/probes/{problem.name}.py"
            tree[name] = contents(problem.probes, f"spec/problems/{problem.name}/probes.py")
    for name, file in assignment.provided:
        if "/" in name:  # files at the root are for the student's own machine
            tree[f"tree/{name}"] = contents(file, name)
    solution = assignment.solution()
    for name, text in solution.items():
        tree[f"solution/{name}"] = text.encode()
        for folder in PurePosixPath(name).parents:
            if folder.name:
                tree.setdefault(f"tree/{folder}/__init__.py", b"")
    for problem in assignment.problems:
        for name, file in problem.test_files:
            tree[f"tests/{problem.name}/{name}"] = contents(file, f"spec/problems/{problem.name}/{name}")
        for mistake in problem.mistakes:
            text = mistake.applied(solution[mistake.target])
            tree[f"mistakes/{problem.name}/{mistake.name}/{mistake.target}"] = text.encode()
    blank = _manifest(assignment, seed="", digest="")
    digest = hashlib.sha256()
    for name, data in sorted([*tree.items(), (contract.MANIFEST_NAME, msgspec.json.encode(blank))]):
        digest.update(f"{name}\0{int(name in EXECUTABLE)}\0{len(data)}\0".encode())
        digest.update(data)
    full = _manifest(assignment, seed=seed, digest=digest.hexdigest()[:16])
    tree[contract.MANIFEST_NAME] = msgspec.json.format(msgspec.json.encode(full), indent=1) + b"\n"
    return dict(sorted(tree.items()))


def _manifest(assignment: Assignment, *, seed: str, digest: str) -> contract.Manifest:
    settings = assignment.settings
    tests: list[contract.Test] = []
    mistakes: list[contract.Mistake] = []
    for index, problem in enumerate(assignment.problems, 1):
        tests += _tests(assignment, problem, index)
        mistakes += [
            contract.Mistake(
                problem=problem.name,
                name=mistake.name,
                hint=" ".join(mistake.sentence.split()),
                fails=[f"{problem.name}/{test}" for test in problem.failing(mistake)],
                files=[mistake.target],
            )
            for mistake in problem.mistakes
        ]
    return contract.Manifest(
        assignment=assignment.name,
        title=settings.title,
        course=settings.course,
        term=settings.term,
        problems=[
            contract.Problem(
                name=problem.name,
                title=problem.title,
                points=assignment.entries[problem.name].points,
                gpu_points=assignment.entries[problem.name].gpu_points,
                files=list(problem.sources),
            )
            for problem in assignment.problems
        ],
        tests=tests,
        mistakes=mistakes,
        editable=assignment.editable,
        packages=settings.packages,
        seed=seed,
        build=digest,
        run_seconds=settings.run.seconds,
        hint_seconds=settings.run.hint_seconds,
        late=settings.late,
        submission=settings.submission,
        minimum=settings.run.minimum,
    )


def _tests(assignment: Assignment, problem: Problem, index: int) -> list[contract.Test]:
    entry = assignment.entries[problem.name]
    points = points_by_test(problem, entry)
    return [
        contract.Test(
            id=f"{problem.name}/{test.id}",
            problem=problem.name,
            name=test.name,
            number=f"{index}.{test.number}",
            points=points[test.id],
            device="cuda" if test.file in entry.gpu_suites else "cpu",
            public=test.public,
            visibility=test.visibility,
            tags=list(test.tags),
            limits=_limits(problem.settings.limits, test.limits),
            module=test.module,
        )
        for test in problem.tests
    ]


def _limits(base: contract.Limits, own: dict[str, float]) -> contract.Limits:
    given: dict[str, object] = dict(own)
    for key in ("memory_mb", "threads"):
        if key in given:
            given[key] = int(own[key])
    return msgspec.structs.replace(base, **given)


def _gradescope(assignment: Assignment, name: str) -> bytes:
    """One of the files at the zip's root, from its template; a ``.j2`` is filled in with the assignment."""
    folder = ROOT / "autograder" / "gradescope"
    plain, template = folder / name, folder / f"{name}.j2"
    if plain.is_file():
        return unix_text(plain, f"autograder/gradescope/{name}")
    if template.is_file():
        import jinja2

        environment = jinja2.Environment(undefined=jinja2.StrictUndefined, keep_trailing_newline=True, autoescape=False)
        try:
            text = environment.from_string(unix_text(template, template.name).decode()).render(
                assignment=assignment.settings,
                name=assignment.name,
                packages=assignment.settings.packages,
                distributions=DISTRIBUTIONS,
            )
        except jinja2.TemplateError as error:
            raise SpecError(f"autograder/gradescope/{name}.j2: {error}; mend the template.") from error
        return text.encode()
    raise SpecError(
        f"autograder/gradescope/{name}: there is no such file, and Gradescope needs it at the root of the zip; write it."
    )


def write_build(assignment: Assignment, seed: str | None = None) -> tuple[Path, Tree]:
    """Write ``build/<assignment>/`` and return it with what it holds."""
    tree = build(assignment, seed or secrets.token_hex(16))
    folder = assignment.root / "build" / assignment.name
    write_tree(folder, tree, EXECUTABLE)
    return folder, tree


def main(arguments: Sequence[str]) -> int:
    """See the module's docstring."""
    parser = argparse.ArgumentParser(prog="python -m scripts.build", description=__doc__)
    parser.add_argument("--assignment", default="complete")
    parser.add_argument("--seed", help="32 hexadecimal digits, to repeat a build")
    parser.add_argument("--zip", type=Path, default=ROOT / "autograder.zip", help="where the zip goes")
    options = parser.parse_args(arguments)
    folder, tree = write_build(load_assignment(options.assignment), options.seed)
    data = zipped(tree, EXECUTABLE)
    if len(data) > MAX_BYTES:
        largest = max(tree, key=lambda path: len(tree[path]))
        raise SpecError(
            f"{options.zip.name}: the zip has {len(data) / 1e6:.1f} MB and should stay below {MAX_BYTES / 1e6:g}; "
            f"the largest file in it is {largest}, make that smaller."
        )
    write_atomically(options.zip, data)
    print(f"{_short(folder)}/ and {_short(options.zip)} written ({len(data) / 1e3:.0f} kB, {len(tree)} files)")
    return 0


def _short(path: Path) -> str:
    path = path.resolve()
    return path.relative_to(ROOT).as_posix() if path.is_relative_to(ROOT) else str(path)


if __name__ == "__main__":
    gc.disable()  # it is over before there is any garbage
    run_command(main, sys.argv[1:])
