"""What the commands share: their common options, and how they print a path."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from scripts.coursespec.course import Course
    from scripts.coursespec.model import Assignment


def make_parser(command: str, description: str | None, *, has_assignment: bool = True) -> argparse.ArgumentParser:
    """Return a command's parser with the options that all commands share.

    Args:
        command: name of the command's module, such as "render".
        description: what the command does.
        has_assignment: whether the command works on one assignment, which ``--assignment`` selects.
    """
    parser = argparse.ArgumentParser(prog=f"python -m scripts.{command}", description=description)
    parser.add_argument(
        "--course", metavar="PATH", help="the folder of a course of your own; by default the kit's spec/"
    )
    if has_assignment:
        parser.add_argument("--assignment", default="complete", help="a file name of spec/assignments")
    return parser


def open_course(options: argparse.Namespace) -> Course:
    """Open the course that a command's options select.

    Raises:
        SpecError: there is no course at the path.
    """
    from scripts.coursespec.course import Course

    return Course.open(options.course)


def load_selected_assignment(options: argparse.Namespace) -> Assignment:
    """Load the assignment that a command's options select.

    Raises:
        SpecError: there is no such assignment, or it is not sound.
    """
    from scripts.coursespec.loader import load_assignment

    return load_assignment(options.assignment, open_course(options))


def display_path(path: Path) -> str:
    """Return a path as people read it: from the kit's folder or the current one where it lies inside."""
    from scripts.coursespec.course import ROOT

    whole = path.resolve()
    for folder in (ROOT, Path.cwd()):
        if whole.is_relative_to(folder):
            return whole.relative_to(folder).as_posix()
    return str(path)
