"""Make the folder of a new problem, with blanks to fill in; every blank says FILL."""

from __future__ import annotations

import keyword
import re
from pathlib import Path

from scripts.coursespec.course import KIT, Course
from scripts.coursespec.files import write_tree
from scripts.coursespec.starter import starter_files
from scripts.errors import SpecError


def new_problem(name: str, title: str, course: Course = KIT) -> Path:
    """Write the folder of a new problem.

    Args:
        name: of the folder, and of the problem in assignments.
        title: as students read it.
        course: where to write it.

    Returns:
        The folder.

    Raises:
        SpecError: the name or the title cannot be one, or the course has a problem of that name.
    """
    if not re.fullmatch(r"[a-z][a-z0-9_]*", name):
        near = re.sub(r"[^a-z0-9]+", "_", name.lower()).strip("_")
        raise SpecError(
            f"NAME={name}: a problem's name is lower-case letters, digits and underscores, such as '{near or 'sums'}'."
        )
    if keyword.iskeyword(name):
        raise SpecError(
            f"NAME={name}: this is a word of Python, so no module can have this name; take '{name}_problem'."
        )
    folder = course.folders[0] / "problems" / name
    known = course.problem_folder(name)
    if folder.exists() or known.exists():
        there = course.display_path(folder if folder.exists() else known)
        raise SpecError(f"NAME={name}: {there} is there already; choose another name or delete it.")
    if "\n" in title or '"' in title or "\\" in title:
        raise SpecError("TITLE: write it on one line, without double quotes and backslashes.")
    write_tree(folder, starter_files("problem", name, title))
    return folder
