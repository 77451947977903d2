"""Load an assignment to work on one problem."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress

from scripts.coursespec.course import KIT, Course
from scripts.coursespec.loader import load_assignment, load_problem
from scripts.coursespec.model import Assignment, Problem
from scripts.coursespec.settings import AssignmentSettings, Entry
from scripts.errors import SpecError


def load_with_problem(problem: str, assignment: str, course: Course = KIT) -> Assignment:
    """Load the assignment that a problem is worked on in.

    This is the named assignment where it is sound and lists the problem, because one problem's tests may need another's
    files; otherwise an assignment of the problem alone.

    Args:
        problem: name of the problem.
        assignment: name of the preferred assignment.
        course: where both are looked for.

    Raises:
        SpecError: the problem cannot be read.
    """
    if assignment in course.assignment_names():
        with suppress(SpecError):
            whole = load_assignment(assignment, course)
            if problem in whole.entries:
                return whole
    return load_alone(problem, course)


def load_alone(name: str, course: Course = KIT) -> Assignment:
    """Load an assignment of one problem, with the packages that the courses list.

    Raises:
        SpecError: the problem cannot be read.
    """
    return make_assignment(load_problem(name, course), course)


def make_assignment(problem: Problem, course: Course, gpu_suites: Sequence[str] = ()) -> Assignment:
    """Make an assignment of one problem, with the packages that the courses list.

    Args:
        problem: the problem.
        course: the problem's.
        gpu_suites: those of its suites that run on a GPU only.
    """
    on_gpu = [test for test in problem.tests if test.file in gpu_suites]
    points, gpu_points = (10.0 if len(on_gpu) < len(problem.tests) else 0.0), (10.0 if on_gpu else 0.0)
    settings = AssignmentSettings(
        title=problem.title,
        course="",
        term="",
        problems=[Entry(problem.name, points=points, gpu_suites=list(gpu_suites), gpu_points=gpu_points)],
        packages=["torch", "torchvision", "numpy", "matplotlib", "sklearn", "pandas", "scipy", "tqdm"],
    )
    return Assignment(problem.name, course, problem.display_path, settings, (problem,))
