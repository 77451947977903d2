"""A ``results.json`` for a run that gave none: every test at zero, and a sentence that says why.

``run_autograder`` runs this file by itself when the grader could not start, with any Python that there is, so it
imports only the standard library.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
from pathlib import Path
from typing import Any

GRADER_FAULT = "Your submission could not be graded, and that is not your fault. {} Please tell the course staff."
SUBMISSION_FAULT = "Your submission could not be graded. {}"


def build_results(
    manifest: dict[str, Any], reason: str, *, device: str = "cpu", student_can_fix: bool = False
) -> dict[str, Any]:
    """Return the content of ``results.json``.

    Args:
        manifest: the build's, as plain JSON; empty when it cannot be read.
        reason: a sentence that a student may read.
        device: "cpu" or "cuda"; tests of the other device are left out.
        student_can_fix: whether ``reason`` is about the submission; otherwise the text apologises and refers to the staff.
    """
    text = " ".join("".join(character if character.isprintable() else " " for character in reason).split())[:1000]
    sentence = text if not text or text.endswith((".", "!", "?")) else text + "."
    tests = [
        {
            "score": 0.0,
            "max_score": test["points"],
            "status": "failed",
            "name": test["name"],
            "name_format": "text",
            "number": test["number"],
            "output": "Not run.",
            "output_format": "text",
            "visibility": test.get("visibility", "visible"),
        }
        for test in manifest.get("tests", [])
        if test.get("device", "cpu") == device
    ]
    report: dict[str, Any] = {
        "score": 0.0,
        "output": " ".join((SUBMISSION_FAULT if student_can_fix else GRADER_FAULT).format(sentence).split()),
        "output_format": "text",
        "visibility": "visible",
        "stdout_visibility": "hidden",
    }
    if tests:
        report["tests"] = tests
    return report


def write_fallback(build: Path, path: Path, reason: str, *, device: str = "cpu", student_can_fix: bool = False) -> None:
    """Write the fallback results in one step.

    Args:
        build: folder with the ``manifest.json``; without a readable one the results list no tests.
        path: of the ``results.json``.
        reason: see :func:`build_results`.
        device: see :func:`build_results`.
        student_can_fix: see :func:`build_results`.

    Raises:
        OSError: the file cannot be written.
    """
    try:
        manifest = json.loads((build / "manifest.json").read_bytes())
        report = build_results(manifest, reason, device=device, student_can_fix=student_can_fix)
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        report = build_results({}, reason, device=device, student_can_fix=student_can_fix)
    file, temporary = tempfile.mkstemp(dir=path.parent)
    with open(file, "w", encoding="utf-8") as stream:
        json.dump(report, stream, indent=1)
    os.replace(temporary, path)


def main() -> int:
    """Write the fallback results that the command line asks for."""
    parser = argparse.ArgumentParser(description="Write a results.json that says why there is no grade.")
    parser.add_argument("build", type=Path)
    parser.add_argument("results", type=Path)
    parser.add_argument("--reason", default="")
    parser.add_argument("--device", default="cpu")
    parser.add_argument(
        "--code", type=int, default=1, help="exit code of the grader; 2: its reason is about the submission"
    )
    options = parser.parse_args()
    reason = options.reason.encode("utf-8", "replace").decode("utf-8")
    student_can_fix = options.code == 2
    write_fallback(options.build, options.results, reason, device=options.device, student_can_fix=student_can_fix)
    return 0


if __name__ == "__main__":
    sys.exit(main())
