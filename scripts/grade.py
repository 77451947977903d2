"""Grade one submission exactly as on Gradescope. ``python -m scripts.grade SUBMISSION [--assignment complete] [--out DIR]
[--device cuda]``; the reports go to ``dist/graded/<name>/`` unless told otherwise (``<name>-2`` where another submission is
called so)."""

from __future__ import annotations

import argparse
import itertools
import json
import sys
from collections.abc import Sequence
from pathlib import Path

from autograder import __main__ as grader
from autograder.files import write_atomically
from autograder.model import manifest
from scripts.build.autograder_zip import write_build
from scripts.coursespec.loader import ROOT, load_assignment
from scripts.errors import SpecError, run_command


def current_build(assignment: str) -> Path:
    """The folder ``build/<assignment>/``, brought up to date with the spec. It keeps the secret seed that it has, so that
    grading again, or grading a class, gives everybody the same inputs."""
    folder = ROOT / "build" / assignment
    try:
        seed = manifest.read(folder).seed
    except ValueError:
        seed = None
    return write_build(load_assignment(assignment), seed)[0]


def _place(submission: Path) -> Path:
    """``dist/graded/<name>/``, or with a number behind the name where another submission of that name was graded."""
    whole = str(submission.resolve())
    name = submission.resolve().stem if submission.suffix == ".zip" else submission.resolve().name
    known = ROOT / "dist" / "graded" / ".places.json"
    try:
        places: dict[str, str] = json.loads(known.read_bytes())
    except (OSError, ValueError):
        places = {}
    names = (name if number == 1 else f"{name}-{number}" for number in itertools.count(1))
    free = next(one for one in names if places.get(one, whole) == whole)
    write_atomically(known, json.dumps(places | {free: whole}, indent=1).encode())
    return known.parent / free


def main(arguments: Sequence[str]) -> int:
    """See the module's docstring."""
    parser = argparse.ArgumentParser(prog="python -m scripts.grade", description=__doc__)
    parser.add_argument("submission", help="a folder or a zip")
    parser.add_argument("--assignment", default="complete")
    parser.add_argument("--out", type=Path)
    parser.add_argument("--device", choices=["cpu", "cuda"], default="cpu")
    options = parser.parse_args(arguments)
    if not options.submission:
        print("error: say what to grade: make grade SUBMISSION=path/to/folder-or.zip", file=sys.stderr)
        return 2
    submission = Path(options.submission)
    try:
        out = options.out or _place(submission)
        build = current_build(options.assignment)
    except SpecError as error:
        print("\n".join(f"error: {sentence}" for sentence in error.sentences), file=sys.stderr)
        return 2
    except OSError as error:
        print(f"error: {error.filename}: {error.strerror}; see that it can be read or written there.", file=sys.stderr)
        return 2
    return grader.main([str(build), str(submission), "--out", str(out), "--device", options.device])


if __name__ == "__main__":
    run_command(main, sys.argv[1:])
