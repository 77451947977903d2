"""Runs code in a process of its own, for layers that cannot be taken off again."""

from __future__ import annotations

import os
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from autograder.isolation.layers.tiers import find_interpreter_obstacle

ROOT = Path(__file__).resolve().parents[2]
LONG = 250  # seconds, below pytest's own limit: how long a busy machine may take for what takes a moment

linux = pytest.mark.skipif(sys.platform != "linux", reason="a layer that only Linux has")
root = pytest.mark.skipif(sys.platform != "linux" or os.geteuid() != 0, reason="needs root on Linux")
root_tier = pytest.mark.skipif(
    sys.platform != "linux" or os.geteuid() != 0 or find_interpreter_obstacle() is not None,
    reason="needs root on Linux, and an interpreter that other users can read",
)


def run_in_child(code: str) -> str:
    """Return what ``code`` prints."""
    command = [sys.executable, "-c", textwrap.dedent(code)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=LONG)
    assert done.returncode == 0, done.stderr[-2000:]
    return done.stdout.strip()
