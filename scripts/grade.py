"""Grade one submission exactly as on Gradescope. ``python -m scripts.grade SUBMISSION [--assignment complete] [--out DIR]
[--device cuda]``; the reports go to ``dist/graded/<name>/`` unless told otherwise."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from autograder import __main__ as grader
from autograder import manifest
from scripts.build import write_build
from scripts.errors import SpecError, run_command
from scripts.spec import ROOT, load_assignment


def current_build(assignment: str) -> Path:
    """The folder ``build/<assignment>/``, brought up to date with the spec. It keeps the secret seed that it has, so that
    grading again, or grading a class, gives everybody the same inputs."""
    folder = ROOT / "build" / assignment
    try:
        seed = manifest.read(folder).seed
    except ValueError:
        seed = None
    return write_build(load_assignment(assignment), seed)[0]


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
    name = submission.resolve().stem if submission.suffix == ".zip" else submission.resolve().name
    out = options.out or ROOT / "dist" / "graded" / name
    try:
        build = current_build(options.assignment)
    except SpecError as error:
        print("\n".join(f"error: {sentence}" for sentence in error.sentences), file=sys.stderr)
        return 2
    return grader.main([str(build), str(submission), "--out", str(out), "--device", options.device])


if __name__ == "__main__":
    run_command(main, sys.argv[1:])
