"""Read the spec: an assignment and its problems, with everything that is wrong with them."""

from __future__ import annotations

import difflib

from scripts.coursespec import validation
from scripts.coursespec.course import KIT, Course
from scripts.coursespec.files import read_text
from scripts.coursespec.model import Assignment, Problem
from scripts.coursespec.original import validate_original
from scripts.coursespec.parts import (
    Complaints,
    Folder,
    read_experiments,
    read_handout,
    read_question_file,
    read_settings,
    read_sources,
    read_test_files,
    read_variants,
)
from scripts.coursespec.selection import select_parts
from scripts.coursespec.settings import AssignmentSettings, entry_line, read_toml
from scripts.coursespec.variants import Variant
from scripts.errors import SpecError


def load_assignment(name: str, course: Course = KIT) -> Assignment:
    """Read an assignment and all its problems.

    Raises:
        SpecError: with every mistake found, a sentence each.
    """
    path = course.assignment_file(name)
    display_path = course.display_path(path)
    settings = read_assignment_settings(name, course)
    text = read_text(path, display_path)
    complaints = Complaints()
    complaints.add(validation.validate_settings(settings, display_path, text))
    problems: list[Problem] = []
    for index, entry in enumerate(settings.problems):
        line = entry_line(text, index, "name")
        if entry.name not in course.problem_names():
            near = difflib.get_close_matches(entry.name, course.problem_names(), 1)
            fix = f"did you mean '{near[0]}'?" if near else "write it with 'make new-problem', or take the entry out."
            missing = course.display_path(course.problem_folder(entry.name) / "problem.toml")
            complaints.add([f"{display_path}:{line}: there is no {missing}; {fix}"])
        elif entry.name in {problem.name for problem in problems}:
            complaints.add(
                [f"{display_path}:{line}: the problem '{entry.name}' is listed twice; delete one of the entries."]
            )
        else:
            with complaints.collect():
                problem = _load_whole_problem(entry.name, course)
                wrong = list(validation.validate_selection(entry, problem, display_path, text, index))
                complaints.add(wrong)
                if not wrong:
                    problem = select_parts(problem, entry.parts)
                    complaints.add(validation.validate_entry(entry, problem, display_path, text, index))
                problems.append(problem)
    _refuse(complaints)
    assignment = Assignment(name, course, display_path, settings, tuple(problems))
    complaints.add(validation.validate_together(assignment))
    _refuse(complaints)
    complaints.add(validate_original(assignment, text))
    _refuse(complaints)
    return assignment


def read_assignment_settings(name: str, course: Course = KIT) -> AssignmentSettings:
    """Read an assignment's TOML file, and none of its problems.

    Raises:
        SpecError: there is no such file, or its form is wrong.
    """
    path = course.assignment_file(name)
    display_path = course.display_path(path)
    if "/" in name or not path.is_file():  # a name, no path: files are written under it
        raise SpecError(
            f"{display_path}: there is no such file; the assignments are {', '.join(course.assignment_names()) or 'none yet'}."
        )
    return read_toml(path, AssignmentSettings, display_path)


def load_problem(name: str, course: Course = KIT) -> Problem:
    """Read one problem's folder, with all of its parts.

    Raises:
        SpecError: with every mistake found, a sentence each.
    """
    return select_parts(_load_whole_problem(name, course), None)


def _load_whole_problem(name: str, course: Course) -> Problem:
    problem, complaints = read_problem(name, course)
    _refuse(complaints)
    return problem


def load_unfinished_problem(name: str, course: Course = KIT) -> Problem:
    """Read one problem's folder as far as its tests need it to run; hand-out and questions may be missing, for example.

    Raises:
        SpecError: with everything that keeps the tests from running.
    """
    problem, complaints = read_problem(name, course)
    if complaints.blocking:
        raise SpecError(complaints.blocking)
    return select_parts(problem, None)


def read_problem(name: str, course: Course = KIT) -> tuple[Problem, Complaints]:
    """Read as much of one problem's folder as can be read, finished or not.

    Returns:
        The problem without what could not be read, and what is wrong with it.

    Raises:
        SpecError: there is no such problem, or its ``problem.toml`` cannot be read.
    """
    folder = find_folder(name, course)
    complaints = Complaints()
    settings = read_settings(folder, complaints)
    sources = read_sources(folder, settings, complaints)
    tests = read_test_files(folder, complaints)
    intro, questions = read_question_file(folder, complaints)
    asked = None if "questions.md" in complaints.unread else questions
    complaints.add(
        validation.validate_numbers(
            settings.numbers, asked, folder.display("problem.toml"), folder.text("problem.toml")
        )
    )
    mistakes: list[Variant] = []
    alternatives: list[Variant] = []
    if len(sources) == len(settings.files):
        mistakes = read_variants(folder, "mistakes", settings, sources, complaints)
        alternatives = read_variants(folder, "alternatives", settings, sources, complaints)
    complaints.add(validation.validate_fails(mistakes, tests, complaints.unread))
    problem = Problem(
        name=name,
        folder=folder.path,
        display_path=folder.display_path,
        settings=settings,
        sources=sources,
        experiments=read_experiments(folder, settings, complaints),
        tests=tuple(sorted(tests, key=lambda test: test.order)),
        handout=read_handout(folder, complaints),
        intro=intro,
        questions=tuple(questions),
        mistakes=tuple(mistakes),
        alternatives=tuple(alternatives),
    )
    complaints.add(validation.validate_parts(problem, complaints.unread))
    complaints.add(validation.validate_experiments(problem, complaints.unread))
    complaints.add(validation.validate_weights(problem, folder.text("problem.toml"), complaints.unread))
    return problem, complaints


def find_folder(name: str, course: Course = KIT) -> Folder:
    """Find a problem's folder.

    Raises:
        SpecError: there is none.
    """
    path = course.problem_folder(name)
    folder = Folder(path, course.display_path(path))
    if "/" in name or not folder.holds("problem.toml"):  # a name, no path: files are written under it
        near = difflib.get_close_matches(name, course.problem_names(), 1)
        fix = f"did you mean '{near[0]}'?" if near else "is the problem's name right?"
        raise SpecError(f"{folder.display('problem.toml')}: there is no such file; {fix}")
    return folder


def _refuse(complaints: Complaints) -> None:
    if complaints.sentences:
        raise SpecError(complaints.sentences)
