"""Submissions to collect, and the manifest that they are collected for."""

from __future__ import annotations

import zipfile
from pathlib import Path

from autograder.model.manifest import Manifest, Problem
from autograder.submission import Submission

EDITABLE = ["src/models.py", "src/run_model.py", "data/my_dataset.py"]


def manifest(**changes) -> Manifest:
    fields = {
        "assignment": "sample",
        "title": "Sample",
        "course": "C",
        "term": "T",
        "problems": [Problem("training", "Training", 10, 0, EDITABLE)],
        "tests": [],
        "mistakes": [],
        "editable": EDITABLE,
        "packages": ["torch", "numpy", "sklearn"],
        "seed": "0" * 32,
        "build": "b",
    }
    return Manifest(**{**fields, **changes})


def write_files(top: Path, files: dict[str, str | bytes]) -> Path:
    for name, text in files.items():
        path = top / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return top


def zipped(path: Path, members: list[tuple[str | zipfile.ZipInfo, bytes]], method: int = zipfile.ZIP_DEFLATED) -> Path:
    with zipfile.ZipFile(path, "w", method) as archive:
        for name, data in members:
            archive.writestr(name, data)
    return path


def complete() -> dict[str, str]:
    return {name: f"# {name}\n" for name in EDITABLE}


def has_notice(submission: Submission, *words: str) -> bool:
    return any(all(word in note for word in words) for note in submission.notices)
