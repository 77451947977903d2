"""A ``results.json`` for when there is nothing to report: every test at zero, and a sentence that says why.

``run_autograder`` runs this file by itself when the grader could not start, with whatever Python there is, so nothing
but the standard library is used here.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
from pathlib import Path
from typing import Any

OURS = "Your submission could not be graded, and that is not your fault. {} Please tell the course staff."
THEIRS = "Your submission could not be graded. {}"


def results(manifest: dict[str, Any], reason: str, *, device: str = "cpu", students: bool = False) -> dict[str, Any]:
    """The report.

    Args:
        manifest: the build's, as plain JSON; empty when it cannot be read.
        reason: a sentence that a student may read.
        device: whose tests the report lists.
        students: whether ``reason`` says all there is to say; otherwise it is the staff's to mend.
    """
    plain = " ".join("".join(character if character.isprintable() else " " for character in reason).split())[:1000]
    sentence = plain if not plain or plain.endswith((".", "!", "?")) else plain + "."
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
        "output": " ".join((THEIRS if students else OURS).format(sentence).split()),
        "output_format": "text",
        "visibility": "visible",
        "stdout_visibility": "hidden",
    }
    if tests:
        report["tests"] = tests
    return report


def write(build: Path, path: Path, reason: str, *, device: str = "cpu", students: bool = False) -> None:
    """Write the report at ``path``, whole or not at all."""
    try:
        manifest = json.loads((build / "manifest.json").read_bytes())
        report = results(manifest, reason, device=device, students=students)
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        report = results({}, reason, device=device, students=students)
    file, temporary = tempfile.mkstemp(dir=path.parent)
    with open(file, "w", encoding="utf-8") as stream:
        json.dump(report, stream, indent=1)
    os.replace(temporary, path)


def main() -> int:
    parser = argparse.ArgumentParser(description="Write a results.json that says why there is no grade.")
    parser.add_argument("build", type=Path)
    parser.add_argument("results", type=Path)
    parser.add_argument("--reason", default="")
    parser.add_argument("--device", default="cpu")
    parser.add_argument("--code", type=int, default=1, help="how the grader ended; 2: with a sentence of its own")
    options = parser.parse_args()
    reason = options.reason.encode("utf-8", "replace").decode("utf-8")
    write(options.build, options.results, reason, device=options.device, students=options.code == 2)
    return 0


if __name__ == "__main__":
    sys.exit(main())
