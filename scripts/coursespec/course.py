"""Where the kit's own parts lie."""

from __future__ import annotations

from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]  # of the kit
STUDENT_KIT = ROOT / "scripts" / "studentkit"
TESTKIT = ROOT / "autograder" / "shared" / "testkit"
