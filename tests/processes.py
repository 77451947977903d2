"""Processes that tests start and interrupt."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence
from typing import Any

# A process inherits that SIGINT is ignored, which shells arrange for what runs in the background, and Python then leaves it so.
_RESTORE = "import os, signal, sys; signal.signal(signal.SIGINT, signal.SIG_DFL); os.execv(sys.argv[1], sys.argv[1:])"


def start_interruptible(command: Sequence[str], **options: Any) -> subprocess.Popen[Any]:
    """Start a process that SIGINT interrupts, wherever the tests themselves run.

    Args:
        command: the program's path, then its arguments.
        **options: for ``subprocess.Popen``.
    """
    return subprocess.Popen([sys.executable, "-c", _RESTORE, *command], **options)
