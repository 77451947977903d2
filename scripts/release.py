"""Write ``dist/<assignment>-student.zip``, unless it would give a secret away. The zip holds what students get and
repeats byte for byte; ``scripts.leaks`` looks through all of it first."""

from __future__ import annotations

import argparse
import io
import sys
import zipfile
from collections.abc import Sequence
from pathlib import Path

from scripts.errors import run_command
from scripts.files import Tree, write_file, zipped
from scripts.handout import handout
from scripts.leaks import refuse_leaks
from scripts.notebooks import notebooks
from scripts.render import render
from scripts.spec import ROOT, Assignment, load_assignment


def release(assignment: Assignment, folder: Path) -> Path:
    """Write the student's zip into ``folder`` and return its path.

    Raises:
        SpecError: something in it leaks; nothing is written then, and an earlier zip stays as it is.
    """
    data = zipped(contents(assignment), top=assignment.name)
    refuse_leaks(assignment, unzipped(data, assignment.name))
    path = folder / f"{assignment.name}-student.zip"
    write_file(path, data)
    return path


def contents(assignment: Assignment) -> Tree:
    """The student's tree with the hand-out as a PDF and as a page, and the experiments as notebooks."""
    tree = render(assignment, solved=False) | notebooks(assignment, solved=False)
    made = handout(assignment)
    return tree | {"handout.pdf": made.pdf, "handout.html": made.html}


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
    run_command(main, sys.argv[1:])
