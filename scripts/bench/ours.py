"""Grade a folder of submissions, one after another, as a process of its own: ``python -m scripts.bench.ours BUILD FOLDER OUT``."""

from __future__ import annotations

import sys
from pathlib import Path

from autograder.isolation.workspace import GradingWorkspace
from autograder.reports.writing import write_reports

if __name__ == "__main__":
    build, submissions, out = map(Path, sys.argv[1:])
    with GradingWorkspace(build) as workspace:
        from autograder.api import Grader  # imports torch while the workspace's fork server does

        grader = Grader(workspace)
        folders = sorted(submissions.iterdir(), key=lambda folder: int(folder.name))
        grader.grade_each(map(grader.take, folders), lambda grading: write_reports(grading, out / grading.submission))
