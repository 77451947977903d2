"""Make a course of one's own: an assignment, a problem with blanks to fill in, a README and a check for GitHub."""

from __future__ import annotations

from pathlib import Path

from scripts.coursespec.course import ROOT
from scripts.coursespec.files import real_path
from scripts.coursespec.starter import starter_files
from scripts.errors import SpecError

ASSIGNMENT = "homework_1"
PROBLEM, TITLE = "my_problem", "My problem"


def new_course(path: str | Path) -> Path:
    """Write a new course into a folder, which may hold other files, and return the folder.

    Raises:
        SpecError: the folder lies in the kit, or one of the files is there already.
    """
    folder = real_path(path)
    if not str(path) or folder.is_relative_to(ROOT):
        raise SpecError(
            f"NAME={path}: a course of your own lies outside the kit, which 'git pull' upgrades; name a folder beside it."
        )
    files = starter_files("course", PROBLEM, TITLE)
    for name, data in starter_files("problem", PROBLEM, TITLE).items():
        files[f"problems/{PROBLEM}/{name}"] = data
    for name in files:
        if (folder / name).exists():
            raise SpecError(f"NAME={path}: {name} is there already; choose another folder or delete it.")
    for name, data in files.items():
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)
    return folder
