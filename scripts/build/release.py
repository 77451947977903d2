"""Write ``dist/<assignment>-student.zip``, unless it would give a secret away. The zip holds what students get and
repeats byte for byte; ``scripts.leaks`` looks through all of it first."""

from __future__ import annotations

import argparse
import gc
import io
import sys
import zipfile
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from autograder.files import write_atomically
from scripts.build.notebooks import notebooks
from scripts.build.student_tree import render
from scripts.coursespec.files import Tree, zipped
from scripts.coursespec.loader import ROOT, Assignment, load_assignment
from scripts.documents.handout import draft
from scripts.errors import run_command
from scripts.leaks.check import LeakCheck


def release(assignment: Assignment, folder: Path) -> Path:
    """Write the student's zip into ``folder`` and return its path.

    Raises:
        SpecError: something in it leaks; nothing is written then, and an earlier zip stays as it is.
    """
    check = LeakCheck(assignment)
    data = zipped(contents(assignment, check.look_at), top=assignment.name)
    check.refuse(unzipped(data, assignment.name))
    path = folder / f"{assignment.name}-student.zip"
    write_atomically(path, data)
    return path


def contents(assignment: Assignment, meanwhile: Callable[[Tree], None] = lambda tree: None) -> Tree:
    """The student's tree with the hand-out as a PDF and as a page, and the experiments as notebooks.

    Pandoc and Typst make the hand-out while the rest is made; ``meanwhile`` is given parts of the tree as they are ready.
    """
    with ThreadPoolExecutor(max_workers=1) as beside:
        drafting = beside.submit(draft, assignment)
        setting = beside.submit(lambda: drafting.result().pdf())
        tree = render(assignment, solved=False) | notebooks(assignment, solved=False)
        meanwhile(tree)
        page = {"handout.html": drafting.result().html()}
        meanwhile(page)
        return tree | page | {"handout.pdf": setting.result()}


def unzipped(data: bytes, top: str) -> Tree:
    """The members of a release, as it will be unpacked, by their paths below the folder ``top``."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {info.filename.removeprefix(f"{top}/"): archive.read(info) for info in archive.infolist()}


def main(arguments: Sequence[str]) -> int:
    """See the module's docstring."""
    parser = argparse.ArgumentParser(prog="python -m scripts.release", description=__doc__)
    parser.add_argument("--assignment", default="complete")
    options = parser.parse_args(arguments)
    path = release(load_assignment(options.assignment), ROOT / "dist")
    print(f"{path.relative_to(ROOT)} written ({path.stat().st_size / 1e3:.0f} kB, no leak found)")
    return 0


if __name__ == "__main__":
    gc.disable()  # trees of syntax by the thousand and no garbage among them: looking for it takes half a second
    sys.setswitchinterval(0.001)  # the threads that wait for pandoc and Typst need their turns soon, and little time
    run_command(main, sys.argv[1:])
