"""Gather what the templates of the hand-out ask for."""

from __future__ import annotations

import ast
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from xml.etree import ElementTree

from autograder.model.manifest import WeightFile
from scripts.coursespec.files import read_text
from scripts.coursespec.model import Asked, Assignment, Problem
from scripts.coursespec.numbers import Number
from scripts.coursespec.points import points_by_test
from scripts.coursespec.syntax import syntax
from scripts.documents.outline import outline_source
from scripts.documents.pieces import Pieces
from scripts.documents.wording import (
    describe_cost,
    describe_counts,
    describe_due,
    describe_late_policy,
    describe_upload,
)
from scripts.errors import SpecError
from scripts.studentkit.report.markdown import Document

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
LONG_PROMPT = 2500  # characters; about a page, so that its box may have to be divided
SHORT_INTRO = 500  # characters that can move to the next page with the first question


def make_context(assignment: Assignment, pieces: Pieces, *, staff: bool) -> dict[str, Any]:
    """Return what the templates ask for. A piece of Markdown is an index into ``pieces``.

    Args:
        assignment: what to write the hand-out of.
        pieces: the hand-out's Markdown is added to them.
        staff: whether the parts for staff are in.

    Raises:
        SpecError: a figure is not valid SVG.
    """
    settings = assignment.settings
    problems = [
        _ProblemContext(assignment, problem, index, pieces, staff).make()
        for index, problem in enumerate(assignment.problems, 1)
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
    policies = _policies(assignment, pieces)
    return {
        "staff": staff,
        "policies": policies,
        "name": assignment.name,
        "settings": settings,
        "due": describe_due(assignment),
        "late": describe_late_policy(assignment),
        "counts": describe_counts(assignment),
        "problems": problems,
        "totals": {column: sum(problem["points"][column] for problem in problems) for column in columns},
        "has_gpu": any(problem["points"]["gpu"] for problem in problems),
        "has_report": any(problem["points"]["report"] for problem in problems),
        "editable": [
            *assignment.editable,
            *(one.file for problem in assignment.problems for one in problem.settings.weights),
        ],
        "commands": commands,
        "command_width": max(len(command) for command, _ in commands),
        "zip": settings.hand_in.zip.replace("{assignment}", assignment.name),
        "upload": describe_upload(assignment),
        "questions": len(assignment.questions),
    }


def plan_points(shares: Sequence[float], total: float) -> list[float]:
    """Round shares so that one can plan with them: to halves, or to tenths where there are few points; they keep their sum.

    Args:
        shares: what the groups of a problem's tests are worth.
        total: their sum, as the assignment gives it.
    """
    step = 0.5 if total >= 10 else 0.1
    planned = [math.floor(share / step + 1e-9) for share in shares]
    left = round(total / step - sum(planned), 6)
    for index in sorted(range(len(shares)), key=lambda index: planned[index] * step - shares[index])[: int(left)]:
        planned[index] += 1
    rounded = [round(count * step, 4) for count in planned]
    if rounded:  # what is less than a step goes where it matters least
        largest = rounded.index(max(rounded))
        rounded[largest] = round(rounded[largest] + total - sum(rounded), 4)
    return rounded


def _policies(assignment: Assignment, pieces: Pieces) -> list[tuple[str, int]]:
    """Add the course's own rules to the pieces; return the title and the index of each."""
    listed: list[tuple[str, int]] = []
    if not assignment.policies:
        return listed  # a problem that is checked by itself has no file of an assignment
    whole = read_text(assignment.course.assignment_file(assignment.name), assignment.display_path)
    for number, policy in enumerate(assignment.policies, 1):
        above = whole[: max(0, whole.find(policy.text))].count("\n")
        document = Document(policy.text, prefix=f"policy-{number}-", shift=3)
        listed.append((policy.title, pieces.add(document, assignment.display_path, above)))
    return listed


@dataclass(frozen=True)
class _ProblemContext:
    """What the templates ask for about one problem."""

    assignment: Assignment
    problem: Problem
    index: int  # the problem's number in the assignment
    pieces: Pieces
    staff: bool

    @property
    def place(self) -> str:
        """The problem's folder, for messages."""
        return self.problem.display_path

    def make(self) -> dict[str, Any]:
        """Return the context. The pieces are added in the order in which the page shows them."""
        problem, figures = self.problem, self._figures()
        entry = self.assignment.entries[problem.name]
        asked = [one for one in self.assignment.questions if one.problem is problem]
        above = problem.handout[: len(problem.handout) - len(problem.handout.lstrip())].count("\n")
        title, _, statement = problem.handout.lstrip().partition("\n")
        points = points_by_test(problem, entry)
        on_gpu = {test.id for test in problem.tests if test.file in entry.gpu_suites}
        suites = self._hidden_suites(points, on_gpu)
        on_cpu = [suite for suite in suites if not suite["gpu"]]
        public = sum(points[test.id] for test in problem.tests if test.public and test.id not in on_gpu)
        public, *hidden = plan_points([public, *(suite["points"] for suite in on_cpu)], entry.points)
        for suite, planned in zip(on_cpu, hidden, strict=True):
            suite["points"] = planned
        report = sum(one.question.points for one in asked)
        context: dict[str, Any] = {
            "index": self.index,
            "name": problem.name,
            "title": title.removeprefix("# ").strip() or problem.title,
            "origin": problem.settings.origin,
            "statement": self.pieces.add(
                Document("\n" + statement, prefix=f"{problem.name}-", shift=1, figures=figures),
                f"{self.place}/handout.md",
                above,
            ),
            "files": [
                {"path": path, "signatures": outline_source(source, problem.title)}
                for path, source in problem.sources.items()
            ],
            "weights": [_describe_weights(weights) for weights in problem.settings.weights],
            "experiments": [self._experiment(path) for path in problem.experiments],
            "points": {
                "public": public,
                "hidden": entry.points - public if entry.points else 0.0,
                "gpu": entry.gpu_points,
                "report": report,
                "total": entry.points + report,
            },
            "tests": {
                "public": sum(test.public for test in problem.tests),
                "suites": suites,
            },
            "intro_is_short": len(problem.intro) < SHORT_INTRO and "![" not in problem.intro,
            "intro": self.pieces.add(
                Document(problem.intro, prefix=f"{problem.name}-intro-", shift=3, figures=figures),
                f"{self.place}/questions.md",
            )
            if problem.intro and asked
            else None,
            "questions": [self._question(one, figures) for one in asked],
            "numbers": _numbers(problem.settings.numbers, self.staff),
        }
        return context | (self._for_staff(points) if self.staff else {})

    def _experiment(self, path: str) -> dict[str, str]:
        name = path.rpartition("/")[2].removesuffix(".py")
        cost = next((cost for cost in self.problem.settings.experiments if cost.name == name), None)
        part = next((one for one in self.assignment.settings.hand_in.parts if self.problem.name in one.problems), None)
        own = f"notebooks/{name}.ipynb" if part is None else part.file
        has_notebook = "# %%" in self.problem.experiments[path].staff()
        return {
            "command": f"python -m experiments.{name}",
            "notebook": own if has_notebook else "",
            "cost": describe_cost(cost.minutes, cost.memory_mb) if cost else "depends on your network and training",
        }

    def _figures(self) -> dict[str, str]:
        """Return the problem's figures: path in the problem's folder, path from the root for Typst."""
        folder = self.problem.folder
        figures = {
            path.relative_to(folder).as_posix(): "/" + path.relative_to(self.assignment.course.root).as_posix()
            for path in sorted((folder / "figures").glob("*"))
            if path.suffix in PICTURES
        }
        for name in figures:
            if name.endswith(".svg"):
                try:
                    ElementTree.parse(folder / name)
                except ElementTree.ParseError as error:
                    raise SpecError(
                        f"{self.place}/{name}:{error.position[0]}: this is not valid SVG ({error}); draw it again."
                    ) from error
        return figures

    def _hidden_suites(self, points: Mapping[str, float], on_gpu: set[str]) -> list[dict[str, Any]]:
        suites: dict[str, dict[str, Any]] = {}
        for test in self.problem.tests:
            if test.public:
                continue
            stem = test.file.rpartition("/")[2].removesuffix(".py")
            words = SUITES.get(stem, stem.removeprefix("test_").replace("_", " "))
            suite = suites.setdefault(test.file, {"words": words, "count": 0, "points": 0.0, "gpu": test.id in on_gpu})
            suite["count"] += 1
            suite["points"] += points[test.id]
        return list(suites.values())

    def _question(self, asked: Asked, figures: dict[str, str]) -> dict[str, Any]:
        question = asked.question

        def add(text: str, part: str, line: int) -> int:
            document = Document(text, prefix=f"question-{question.id}-{part}-", shift=3, figures=figures)
            return self.pieces.add(document, f"{self.place}/questions.md", line - 1, is_drawn=part == "answer")

        numbers = [number for number in self.problem.settings.numbers if number.question == question.id]
        return {
            "number": asked.number,
            "id": question.id,
            "title": question.title,
            "points": question.points,
            "prompt": add(question.full_prompt, "prompt", question.prompt_line),
            "is_long": len(question.full_prompt) > LONG_PROMPT,
            "rubric": add(question.rubric, "rubric", question.rubric_line) if self.staff else None,
            "answer": add(question.answer, "answer", question.answer_line) if self.staff else None,
            "numbers": [f"{self.problem.name}.{number.id}" for number in numbers],
        }

    def _for_staff(self, points: Mapping[str, float]) -> dict[str, Any]:
        """Return every test, known mistake and alternative."""
        problem, explanations = self.problem, _explain_tests(self.problem)
        numbers = {test.id: f"{self.index}.{test.number}" for test in problem.tests}
        return {
            "judged": [
                {
                    "number": numbers[test.id],
                    "name": test.name,
                    "points": points[test.id],
                    "where": test.id,
                    "public": test.public,
                    "text": self.pieces.add(
                        Document(explanations.get(test.id, "")), f"{self.place}/{test.file}", test.line
                    ),
                }
                for test in problem.tests
            ],
            "mistakes": [
                {
                    "name": mistake.name.replace("_", " "),
                    "hint": self._sentence(mistake.sentence, f"mistakes/{mistake.name}.py"),
                    "fails": [numbers[test] for test in problem.failing(mistake)],
                }
                for mistake in problem.mistakes
            ],
            "alternatives": [
                {
                    "name": other.name.replace("_", " "),
                    "text": self._sentence(other.sentence, f"alternatives/{other.name}.py"),
                }
                for other in problem.alternatives
            ],
        }

    def _sentence(self, text: str, file: str) -> int:
        return self.pieces.add(Document(" ".join(text.split())), f"{self.place}/{file}")


def _numbers(numbers: Sequence[Number], staff: bool) -> list[dict[str, Any]]:
    return [{"id": n.id, "ask": n.ask, "unit": n.unit, "answer": f"{n.answer}" if staff else None} for n in numbers]


def _describe_weights(weights: WeightFile) -> dict[str, str]:
    path = f"{weights.module.replace('.', '/')}.py"
    return {"file": weights.file, "network": weights.class_name, "path": path, "most": f"{weights.max_mb:g} MB"}


def _explain_tests(problem: Problem) -> dict[str, str]:
    """Return what the docstring of each test says below its first line, by the test's id."""
    found = {}
    for path, file in problem.test_files:
        if path.endswith(".py"):
            for node in syntax(read_text(file, f"{problem.display_path}/{path}")).body:
                if isinstance(node, ast.FunctionDef):
                    found[f"{path}::{node.name}"] = (ast.get_docstring(node) or "").partition("\n")[2].strip()
    return found
