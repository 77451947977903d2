"""What the commands share: their common options, and how they print a path and a duration."""

from __future__ import annotations

import argparse
import getpass
import math
import os
from pathlib import Path
from typing import TYPE_CHECKING

from scripts.errors import SpecError

if TYPE_CHECKING:
    from scripts.coursespec.course import Course
    from scripts.coursespec.model import Assignment


def make_parser(
    command: str,
    description: str | None,
    *,
    has_assignment: bool = True,
    has_class: bool = False,
    has_graders: bool = False,
) -> argparse.ArgumentParser:
    """Return a command's parser with the options that all commands share.

    Args:
        command: name of the command's module, such as "render".
        description: what the command does.
        has_assignment: whether the command works on one assignment, which ``--assignment`` selects.
        has_class: whether it works on the record of a class, which ``--class`` selects.
        has_graders: whether it grades many submissions at once, here or on a cluster.
    """
    parser = argparse.ArgumentParser(prog=f"python -m scripts.{command}", description=description)
    parser.add_argument(
        "--course", metavar="PATH", help="the folder of a course of your own; by default the kit's spec/"
    )
    if has_assignment:
        parser.add_argument("--assignment", default="complete", help="a file name of spec/assignments")
    if has_class:
        parser.add_argument(
            "--class",
            dest="folder",
            type=user_path,
            metavar="DIR",
            help="the class's folder; by default classes/<assignment>",
        )
    if has_graders:
        parser.add_argument("--jobs", type=jobs, help="graders at once; left out: one for every two cores")
        parser.add_argument("--cluster", help="'auto' or the address of a Ray cluster that grades")
        parser.add_argument("--device", choices=["cpu", "cuda"], default="cpu")
    return parser


def user_path(text: str) -> Path:
    """Return a path as a user wrote it, with ``~`` for a home: zsh leaves ``OUT=~/graded`` to the command.

    A home that nobody has stays as it was written; ``Path.expanduser`` would raise.
    """
    return Path(os.path.expanduser(text))


def jobs(text: str) -> int:
    """Return the value of ``--jobs``.

    Raises:
        SpecError: it is below 1.
        ValueError: it is no number; argparse names this function then.
    """
    count = int(text)
    if count < 1:
        raise SpecError(f"--jobs {count}: at least one grader has to run; leave it out for one for every two cores.")
    return count


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


def find_class_folder(options: argparse.Namespace, *, is_new: bool = False) -> Path:
    """Return the folder of the class that a command's options select.

    Args:
        options: of the command.
        is_new: whether there may be nothing in it yet.

    Raises:
        SpecError: there is no record in it.
    """
    folder: Path = options.folder if options.folder else open_course(options).home / "classes" / options.assignment
    if not is_new and not (folder / "class.db").is_file():
        hint = " (no ASSIGNMENT was given)" if options.assignment == "complete" and options.folder is None else ""
        raise SpecError(
            f"{display_path(folder)}: has no record of a class{hint}; make it with make grade-class "
            "SUBMISSIONS=path/to/export.zip, or name another folder with CLASS=."
        )
    return folder


def display_path(path: Path) -> str:
    """Return a path as people read it: from the kit's folder or the current one where it lies inside."""
    from scripts.coursespec.course import ROOT

    whole = Path(os.path.realpath(path))  # Path.resolve raises where links go in a circle
    for folder in (ROOT, Path.cwd()):
        if whole.is_relative_to(folder):
            return whole.relative_to(folder).as_posix()
    return str(path)


def describe_minutes(seconds: float) -> str:
    """Return a duration as people plan with it."""
    return f"{seconds:.0f} s" if seconds < 90 else f"about {math.ceil(seconds / 60)} minutes"


def find_user_name() -> str:
    """Return the name of whoever runs the command; of a user without an account, as containers have, the number."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return f"user {os.getuid()}"
