"""Write ``dist/<assignment>-student.zip``, unless it would give a secret away.

The zip holds what students get and repeats byte for byte; ``scripts.leaks`` looks through all of it first.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from autograder.files import write_atomically
from scripts.build.notebooks import make_notebooks
from scripts.build.student_tree import render
from scripts.coursespec.files import Tree, zipped
from scripts.coursespec.model import Assignment
from scripts.documents.handout import convert_handout
from scripts.leaks.check import LeakCheck


def write_release(assignment: Assignment, folder: Path) -> Path:
    """Write the student's zip into ``folder`` and return its path.

    Raises:
        SpecError: something in it leaks; nothing is written then, and an earlier zip stays as it is.
    """
    check = LeakCheck(assignment)
    data = zipped(build_release(assignment, check.look_at), top=assignment.name)
    check.refuse(unzip_release(data, assignment.name))
    path = folder / f"{assignment.name}-student.zip"
    write_atomically(path, data)
    return path


def build_release(assignment: Assignment, on_files: Callable[[Tree], None] = lambda tree: None) -> Tree:
    """Build the student's tree with the hand-out as a PDF and as a page, and the experiments as notebooks.

    Args:
        assignment: what to release.
        on_files: called with parts of the tree as soon as they are ready.
    """
    # Tuning: pandoc and Typst work while Python renders and looks for leaks. Without it: the same calls, one after another.
    with ThreadPoolExecutor(max_workers=1) as pool:
        converting = pool.submit(convert_handout, assignment)
        setting = pool.submit(lambda: converting.result().to_pdf())
        tree = render(assignment, solved=False) | make_notebooks(assignment, solved=False)
        on_files(tree)
        page = {"handout.html": converting.result().to_html()}
        on_files(page)
        return tree | page | {"handout.pdf": setting.result()}


def unzip_release(data: bytes, top: str) -> Tree:
    """Return the members of a release, as it will be unpacked, by their paths below the folder ``top``."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {info.filename.removeprefix(f"{top}/"): archive.read(info) for info in archive.infolist()}
