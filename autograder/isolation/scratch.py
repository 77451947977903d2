"""Temporary folders that a worker can reach: under root it is another user, who may not enter every temporary folder."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from autograder.isolation.layers.plan import Plan, unreadable_parent


def make(prefix: str, plan: Plan) -> Path:
    """A fresh folder. Workers enter what is in it by name, and cannot list it.

    Raises:
        OSError: no folder for temporary files can be written, or entered by workers.
    """
    usual = tempfile.gettempdir()
    for base in (usual, "/tmp", "/var/tmp"):
        if plan.tier != "root" or unreadable_parent(Path(base).resolve()) is None:
            folder = Path(tempfile.mkdtemp(prefix=prefix, dir=base))
            os.chmod(folder, 0o711)
            return folder
    raise OSError(f"users other than root cannot enter {usual}; set TMPDIR to a folder that they can.")
