"""What a node unpacks for a batch is gone soon after the process that Ray runs, however that one ends."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

STOPS_IN_THE_MIDDLE = """
import sys
from scripts.classroom.engine import node_task

def unpack(folder, *rest):
    (folder / "hidden").mkdir()
    print(folder, flush=True)
    sys.stdin.read()

node_task._unpack = unpack
list(node_task.relay_batch(b"", b"", [], {}))
"""


def test_folder_of_killed_worker_is_removed(tmp_path: Path) -> None:
    worker = subprocess.Popen(
        [sys.executable, "-c", STOPS_IN_THE_MIDDLE],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, env={**os.environ, "TMPDIR": str(tmp_path)},
    )  # fmt: skip
    with worker:
        assert worker.stdout is not None
        folder = Path(os.fsdecode(worker.stdout.readline().strip()))
        assert (folder / "hidden").is_dir() and folder.parent == tmp_path
        worker.kill()
    wait_until_gone(folder)


def wait_until_gone(folder: Path) -> None:
    deadline = time.monotonic() + 30
    while folder.exists():
        assert time.monotonic() < deadline, f"{folder} was left"
        time.sleep(0.05)
