"""Grade a folder of submissions, one after another, as a process of its own: ``python -m scripts.bench.ours BUILD FOLDER OUT``."""

from __future__ import annotations

import sys
from pathlib import Path

from autograder.api import grade_submissions

if __name__ == "__main__":
    build, submissions, out = map(Path, sys.argv[1:])
    grade_submissions(build, sorted(submissions.iterdir(), key=lambda folder: int(folder.name)), out)
