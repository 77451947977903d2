"""Render the trees that an assignment's students and staff get."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

import msgspec

from autograder.files import lock_folder
from autograder.model.manifest import WEIGHTS_FOLDER
from scripts.build.report_scaffold import make_scaffold
from scripts.coursespec.course import ROOT
from scripts.coursespec.files import Tree, check_untracked, contents, files_below, read_tree, write_tree
from scripts.coursespec.filling import fill_template
from scripts.coursespec.model import Assignment, Problem
from scripts.coursespec.points import points_by_test
from scripts.coursespec.settings import DISTRIBUTIONS
from scripts.errors import SpecError
from testkit.source_rules import digest_source

COMMITTED = "complete"  # the assignment whose trees are in the repository
TREES = {"student": False, "solution": True}  # folder: whether the solutions are in

ALWAYS = ("torch", "numpy", "pytest", "gradescope-utils", "typst", "pypandoc_binary")  # for the test kit and the report


def render(assignment: Assignment, *, solved: bool) -> Tree:
    """Render the student's tree, or the staff's: the same with the solutions in.

    Args:
        assignment: what to render.
        solved: whether the solutions and model answers are in.

    Raises:
        SpecError: two parts of the spec write the same file.
    """
    tree: Tree = {}

    def put(path: str, data: bytes) -> None:
        if path in tree:
            raise SpecError(f"{path}: two parts of the spec write this file of the student's tree; rename one of them.")
        tree[path] = data

    for path, file in [*assignment.provided, *assignment.testkit]:
        put(path, contents(file, _display_path(assignment, file)))
    for path, text in (assignment.solution() if solved else assignment.skeleton()).items():
        put(path, text.encode())
    for path, data in (assignment.weights() if solved else {}).items():
        put(path, data)
    if any(problem.settings.weights for problem in assignment.problems):
        put(f"{WEIGHTS_FOLDER}/README.md", _describe_weights(assignment).encode())
    for problem in assignment.problems:
        for path, source in problem.experiments.items():
            put(path, (source.staff() if solved else source.student(problem.title)).encode())
        for path, file in problem.test_files:
            if path.startswith("public/"):
                put(f"tests/{problem.name}/{path.removeprefix('public/')}", problem.read_test_file(path, file))
        put(f"handout/{problem.name}.md", _statement(assignment, problem).encode())
        for figure in files_below(problem.folder / "figures"):
            if figure.suffix != ".py":  # what drew them stays
                put(f"handout/figures/{figure.name}", figure.read_bytes())
    for path, data in make_scaffold(assignment, solved=solved).items():
        put(path, data)
    put("tests/points.json", _points(assignment))
    put("requirements.txt", format_requirements(assignment).encode())
    put("README.md", _fill_in("student_readme.md.j2", assignment).encode())
    if assignment.settings.ai is not None and assignment.settings.ai.policy != "free":
        put("AGENTS.md", _fill_in("agents.md.j2", assignment).encode())
    for path in list(tree):
        if path.endswith(".py") and not path.startswith("tests/"):
            for folder in PurePosixPath(path).parents:
                if folder != PurePosixPath("."):
                    tree.setdefault(f"{folder}/__init__.py", b"")
    put("report/given.json", _given(assignment, tree))
    return dict(sorted(tree.items()))


def format_requirements(assignment: Assignment) -> str:
    """Return ``requirements.txt``: what students install, with the versions that the kit asks for where it names any."""
    project = msgspec.toml.decode((ROOT / "pyproject.toml").read_bytes())["project"]
    pinned: dict[str, str] = {}
    for line in [
        *project["dependencies"],
        *(x for extra in project.get("optional-dependencies", {}).values() for x in extra),
    ]:
        plain = line.partition(";")[0].strip()
        found = re.match(r"[A-Za-z0-9._-]+", plain)
        if found:
            pinned[found[0].lower()] = plain
    names = [*(DISTRIBUTIONS.get(package, package) for package in assignment.settings.packages), *ALWAYS]
    names += ["notebook"] if assignment.settings.hand_in.notebooks else []
    return "".join(f"{pinned.get(name.lower(), name)}\n" for name in sorted(dict.fromkeys(names), key=str.lower))


def find_drift(assignment: Assignment) -> list[str]:
    """List the files of the committed trees that differ from what the spec renders, a sentence each."""
    found = []
    for name, solved in TREES.items():
        rendered, committed = render(assignment, solved=solved), read_tree(assignment.course.home / name)
        for path in sorted(rendered.keys() | committed.keys()):
            if rendered.get(path) == committed.get(path):
                continue
            if path not in committed:
                state = "is missing"
            elif path not in rendered:
                state = "is left over"
            else:
                state = "differs from the spec"
            found.append(f"{name}/{path}: this file {state}; run 'python -m scripts.render', never edit it by hand.")
    return found


def write_trees(assignment: Assignment, home: Path) -> Iterator[tuple[Path, bool]]:
    """Render both trees into ``home`` and yield each folder, with whether it changed.

    Raises:
        SpecError: a folder holds a file that was not rendered; neither tree is written then.
    """
    trees = {name: render(assignment, solved=solved) for name, solved in TREES.items()}
    with lock_folder(assignment.course.home / "build" / "render"):
        for name, tree in trees.items():
            folder = home / name
            check_untracked(folder, tree, _display_path(assignment, folder))
        changed = {home / name: write_tree(home / name, tree) for name, tree in trees.items()}
    yield from changed.items()


def _statement(assignment: Assignment, problem: Problem) -> str:
    """Return a problem's statement, and its questions without what stays with staff."""
    parts = [problem.handout.replace("\r\n", "\n").strip()]
    asked = [one for one in assignment.questions if one.problem is problem]
    if asked:
        parts += ["## Questions for the report", *([problem.intro.strip()] if problem.intro else [])]
    for one in asked:
        unit = "point" if one.question.points == 1 else "points"
        parts += [f"### {one.number}. {one.question.title} ({one.question.points:g} {unit})", one.question.full_prompt]
    # What was left out for other assignments left its blank lines, so that complaints name the right line.
    return re.sub(r"\n{4,}", "\n\n", "\n\n".join(parts)) + "\n"


def _describe_weights(assignment: Assignment) -> str:
    """Return what stands in the folder of the weights that students hand in."""
    lines = [
        "# Weights that you hand in",
        "",
        "Some tests judge networks that you trained. Save their weights here, under these names, and nothing else in a file:",
        "",
        "| problem | file | weights of | at most |",
        "|---|---|---|---|",
    ]
    lines += [
        f"| {problem.title} | `{one.file}` | `{one.class_name}` in `{one.module.replace('.', '/')}.py` | {one.max_mb:g} MB |"
        for problem in assignment.problems
        for one in problem.settings.weights
    ]
    first = next(one.file for problem in assignment.problems for one in problem.settings.weights)
    return "\n".join([*lines, "", "```python", f'torch.save(model.state_dict(), "{first}")', "```", ""])


def _given(assignment: Assignment, tree: Tree) -> bytes:
    """Return digests of the course's files beside the student's, for the check before handing in, as JSON."""
    given = {
        path: digest_source(data)
        for path, data in sorted(tree.items())
        if path.endswith(".py") and path not in assignment.editable and path.startswith(("src/", "data/"))
    }
    return (json.dumps(given, indent=1) + "\n").encode()


def _points(assignment: Assignment) -> bytes:
    """Return what the running score on a student's machine reads, as JSON."""
    problems, tests = [], {}
    for problem in assignment.problems:
        entry = assignment.entries[problem.name]
        row = {"name": problem.name, "title": problem.title, "points": entry.points}
        problems.append({**row, "gpu_points": entry.gpu_points} if entry.gpu_points else row)
        points = points_by_test(problem, entry)
        for test in problem.tests:
            if test.public:
                tests[f"{problem.name}/{test.id.removeprefix('public/')}"] = points[test.id]
    return (json.dumps({"problems": problems, "tests": tests}, indent=1, ensure_ascii=False) + "\n").encode()


def _fill_in(template: str, assignment: Assignment) -> str:
    """Fill in one of the templates of the student's tree with the assignment."""
    context = {
        "assignment": assignment.settings,
        "policies": assignment.policies,
        "name": assignment.name,
        "problems": assignment.problems,
        "entries": assignment.entries,
        "editable": assignment.editable,
        "questions": assignment.questions,
    }
    return fill_template(assignment.course, "student", template, context)


def _display_path(assignment: Assignment, path: Path) -> str:
    return assignment.course.display_path(path)
