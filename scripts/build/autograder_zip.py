"""Build what grades an assignment: the folder ``build/<assignment>/`` and the zip for Gradescope.

A build keeps the secret seed that it has unless it is given another.
"""

from __future__ import annotations

import hashlib
import re
import secrets
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

import msgspec

from autograder.files import lock_folder, write_together
from autograder.model import manifest as contract
from autograder.model import mistake_files
from scripts.coursespec.course import ROOT
from scripts.coursespec.files import Tree, contents, files_below, read_tree, unix_text, write_tree, zipped
from scripts.coursespec.filling import fill_template
from scripts.coursespec.model import Assignment, Problem
from scripts.coursespec.points import points_by_test
from scripts.coursespec.settings import DISTRIBUTIONS
from scripts.errors import SpecError

EXECUTABLE = frozenset({"setup.sh", "run_autograder"})
LOCK = "requirements.lock"  # exact versions, at the root of the repository and of the zip
TEMPLATES = frozenset({"setup.sh", "run_autograder", "requirements.txt.j2"})  # they go to the root of the zip
MAX_BYTES = 2_000_000  # of the zip: uploading it, and Gradescope's image, should take seconds


@dataclass(frozen=True)
class Build:
    """A build that was written: its folder, and what the folder holds."""

    folder: Path
    tree: Tree


def build_tree(assignment: Assignment, seed: str) -> Tree:
    """Build everything that the grader reads, by path.

    Args:
        assignment: what to build.
        seed: secret, 32 hexadecimal digits.

    Raises:
        SpecError: the seed is not one, or a template cannot be filled in.
    """
    if not re.fullmatch(r"[0-9a-f]{32}", seed):
        raise SpecError(
            f"--seed {seed}: a seed is 32 hexadecimal digits in lower case; leave it out to have one drawn."
        )
    tree: Tree = {}
    for name in ("setup.sh", "run_autograder", "requirements.txt"):
        tree[name] = _gradescope_file(assignment, name)
    tree[LOCK] = contents(ROOT / LOCK, LOCK)
    for path in files_below(ROOT / "autograder"):
        if path.name not in TEMPLATES:
            tree[path.relative_to(ROOT).as_posix()] = contents(path, path.relative_to(ROOT).as_posix())
    for problem in assignment.problems:
        if problem.probes is not None:
            name = f"tree/testkit/probes/{problem.name}.py"
            tree[name] = contents(problem.probes, f"{problem.display_path}/probes.py")
    for name, file in assignment.provided:
        if "/" in name:  # files at the root are for the student's own machine
            tree[f"tree/{name}"] = contents(file, name)
    solution = assignment.solution()
    for name, text in solution.items():
        tree[f"solution/{name}"] = text.encode()
        for folder in PurePosixPath(name).parents:
            if folder.name:
                tree.setdefault(f"tree/{folder}/__init__.py", b"")
    tree |= {f"solution/{name}": data for name, data in assignment.weights().items()}
    for problem in assignment.problems:
        for name, file in problem.test_files:
            tree[f"tests/{problem.name}/{name}"] = problem.read_test_file(name, file)
        if problem.mistakes:
            tree[mistake_files.archive_name(problem.name)] = mistake_files.pack(
                {
                    mistake.name: {
                        mistake.target: mistake.applied(solution[mistake.target]).encode(),
                        **problem.weights(mistake),
                    }
                    for mistake in problem.mistakes
                }
            )
    blank = _manifest(assignment, seed="", digest="")
    digest = hashlib.sha256()
    for name, data in sorted([*tree.items(), (contract.MANIFEST_NAME, msgspec.json.encode(blank))]):
        digest.update(f"{name}\0{int(name in EXECUTABLE)}\0{len(data)}\0".encode())
        digest.update(data)
    complete = _manifest(assignment, seed=seed, digest=digest.hexdigest()[:16])
    tree[contract.MANIFEST_NAME] = msgspec.json.encode(complete) + b"\n"
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
                files=[mistake.target, *problem.weights(mistake)],
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
                from_scratch=problem.settings.from_scratch,
                weights=problem.settings.weights,
            )
            for problem in assignment.problems
        ],
        tests=tests,
        mistakes=mistakes,
        editable=assignment.editable,
        packages=settings.packages,
        seed=seed,
        build=digest,
        kit=_kit_version(),
        run_seconds=settings.run.seconds,
        hint_runs=settings.run.hint_runs,
        due=settings.due,
        late=settings.late,
        submission=settings.submission,
        minimum=settings.run.minimum,
    )


def _kit_version() -> str:
    found = re.search(r'^version = "([^"]+)"', (ROOT / "pyproject.toml").read_text(encoding="utf-8"), re.MULTILINE)
    assert found is not None
    return found[1]


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


def _gradescope_file(assignment: Assignment, name: str) -> bytes:
    """Return one of the files at the zip's root, from its template; a ``.j2`` is filled in with the assignment."""
    course = assignment.course
    template = course.template("gradescope", name, f"{name}.j2")
    if template is None:
        raise SpecError(
            f"autograder/gradescope/{name}: there is no such file, and Gradescope needs it at the root of the zip; write it."
        )
    if template.name == name:
        return unix_text(template, course.display_path(template))
    context = {
        "assignment": assignment.settings,
        "name": assignment.name,
        "packages": assignment.settings.packages,
        "distributions": DISTRIBUTIONS,
    }
    return fill_template(course, "gradescope", template.name, context).encode()


def write_build(assignment: Assignment, seed: str | None = None, *, new_seed: bool = False) -> Build:
    """Bring ``build/<assignment>/`` up to date with the spec.

    A build that is there keeps its secret seed, so that everyone who is graded with it, today or tomorrow, is graded alike. While
    gradings use the build and it must change, this waits for them.

    Args:
        assignment: what to build.
        seed: the secret seed, 32 hexadecimal digits; None for the one that the build has, or a new one.
        new_seed: whether to draw a new seed although the build has one.

    Raises:
        SpecError: the build's seed cannot be read, or a file of the build cannot be made.
    """
    folder = assignment.course.home / "build" / assignment.name
    if new_seed:
        seed = secrets.token_hex(16)
    display_path = assignment.course.display_path(folder)
    with lock_folder(folder, shared=True):
        known = seed or _read_seed(folder, display_path)
        if known is not None:
            tree = build_tree(assignment, known)
            if read_tree(folder) == tree:
                return Build(folder, tree)
    with lock_folder(folder):
        current = seed or _read_seed(folder, display_path) or secrets.token_hex(16)
        if known != current:  # the folder is new, or another command has just written it
            tree = build_tree(assignment, current)
        write_tree(folder, tree, EXECUTABLE)
        return Build(folder, tree)


def count_points(build: Build) -> float:
    """Return the points of the tests that run on a CPU, as on Gradescope."""
    return round(sum(test.points for test in contract.read(build.folder).tests if test.device == "cpu"), 6)


def find_unlocked(assignment: Assignment, build: Build) -> list[str]:
    """Name the packages of an assignment whose version the build does not fix, a sentence each: one may be misspelt."""
    locked = set(re.findall(r"^([a-z0-9.-]+)==", build.tree[LOCK].decode(), re.MULTILINE))
    names = {package: DISTRIBUTIONS.get(package, package) for package in assignment.settings.packages}
    return [
        f"{assignment.display_path}: packages names '{package}', which requirements.lock does not hold, so Gradescope "
        "installs the newest version of that name. Is it spelt as you mean it?"
        for package, name in names.items()
        if re.sub(r"[-_.]+", "-", name).lower() not in locked
    ]


class _SeedOnly(msgspec.Struct):
    seed: str


def _read_seed(folder: Path, display_path: str) -> str | None:
    """Return the secret seed of a build, of another version of the kit too; None where there is no build.

    Raises:
        SpecError: the manifest is damaged. A new seed, drawn without a word, would give the rest of a class other inputs.
    """
    try:
        return msgspec.json.decode((folder / contract.MANIFEST_NAME).read_bytes(), type=_SeedOnly).seed
    except FileNotFoundError:
        return None
    except ValueError as error:  # bytes that are not UTF-8 raise UnicodeDecodeError
        raise SpecError(
            f"{display_path}/{contract.MANIFEST_NAME}: the secret seed cannot be read ({error}); restore the file from your "
            "backup, or draw another seed with make autograder.zip NEW_SEED=1 and grade every submission again."
        ) from error


def write_zip(build: Build, *paths: Path) -> int:
    """Write the zip for Gradescope to each of ``paths`` and return its size in bytes.

    Raises:
        SpecError: the zip is larger than ``MAX_BYTES``.
    """
    data = zipped(build.tree, EXECUTABLE)
    if len(data) > MAX_BYTES:
        largest = max(build.tree, key=lambda name: len(build.tree[name]))
        raise SpecError(
            f"{paths[0].name}: the zip has {len(data) / 1e6:.1f} MB and should stay below {MAX_BYTES / 1e6:g}; "
            f"the largest file in it is {largest}, make that smaller."
        )
    write_together(dict.fromkeys(paths, data))
    return len(data)
