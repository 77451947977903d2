"""Whatever ends first, grader or fork server, no process and no folder is left."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import psutil

from autograder.model.manifest import Limits
from tests.isolation.child_process import LONG, ROOT, linux
from tests.processes import start_interruptible
from tests.small_builds import make_build, submission

GRADING = """
import sys
from pathlib import Path
from autograder.api import Grader
from autograder.isolation.workspace import RefusedError
build, handed_in = Path(sys.argv[1]), Path(sys.argv[2])
with Grader(build) as grader:
    print(grader.workspace.server.pid, grader.workspace.work, grader.workspace.server._scratch, flush=True)
    try:
        grader.grade(handed_in)
    except KeyboardInterrupt:
        print("interrupted", flush=True)
    except RefusedError as error:
        print("refused:", error, flush=True)
"""

GONE_AT_ONCE = """
import os, sys
from pathlib import Path
from autograder.isolation.workspace import GradingWorkspace
workspace = GradingWorkspace(Path(sys.argv[1]))
print(workspace.server.pid, workspace.work, workspace.server._scratch, flush=True)
os._exit(1)
"""

ENDLESS = Limits(cpu_seconds=1000, wall_seconds=1000)  # only the signal may end the test
TESTS = """
def test_one(student):
    check.close(student.module("src.answer").answer(1.0), 1.0)
"""
SLOW = """
import threading, time

def spin():
    while True:
        pass

def answer(x):
    threading.Thread(target=spin).start()
    print("here", flush=True)
    time.sleep(10_000)
"""


def start_grading(tmp_path: Path) -> tuple[subprocess.Popen[str], int, list[Path], int]:
    """Start a grader on code that never answers; return it, its server, its folders, and the worker."""
    build = make_build(tmp_path / "build", TESTS, limits=ENDLESS)
    handed_in = submission(tmp_path / "handed in", SLOW)
    command = [sys.executable, "-c", GRADING, str(build), str(handed_in)]
    grader = start_interruptible(
        command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True
    )
    assert grader.stdout is not None
    first = grader.stdout.readline().split()
    assert len(first) == 3, grader.stderr.read() if grader.stderr else ""
    server = int(first[0])
    deadline = time.monotonic() + LONG
    while time.monotonic() < deadline:
        for child in psutil.Process(server).children():
            with contextlib.suppress(psutil.NoSuchProcess):  # the worker on which the layers were tried
                if child.cpu_times().user > 0.2:
                    return grader, server, [Path(first[1]), Path(first[2])], child.pid
        time.sleep(0.05)
    raise AssertionError("the worker did not start")


def is_alive(pid: int) -> bool:
    try:
        return psutil.Process(pid).status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def wait_until_gone(pids: list[int], paths: list[Path], seconds: float = LONG) -> list[object]:
    deadline = time.monotonic() + seconds
    while True:
        left: list[object] = [pid for pid in pids if is_alive(pid)]
        left += [path for path in paths if path.exists()]
        if not left or time.monotonic() > deadline:
            return left
        time.sleep(0.05)


@linux
def test_killed_grader_leaves_nothing(tmp_path: Path) -> None:
    grader, server, folders, worker = start_grading(tmp_path)
    assert all(place.exists() for place in folders)
    grader.kill()
    grader.wait()
    assert wait_until_gone([server, worker], folders) == []


@linux
def test_grader_gone_before_its_server_starts(tmp_path: Path) -> None:
    """The server, which is not up yet and cannot be told, still removes the folders."""
    build = make_build(tmp_path / "build", TESTS)
    command = [sys.executable, "-c", GONE_AT_ONCE, str(build)]
    printed = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, text=True).stdout.split()
    assert len(printed) == 3
    assert wait_until_gone([int(printed[0])], [Path(printed[1]), Path(printed[2])]) == []


@linux
def test_killed_server_gives_no_grade(tmp_path: Path) -> None:
    grader, server, folders, worker = start_grading(tmp_path)
    os.kill(server, signal.SIGKILL)
    output, errors = grader.communicate(timeout=LONG)
    assert output.startswith("refused: The grader's fork server ended unexpectedly"), errors
    assert wait_until_gone([server, worker], folders) == []


@linux
def test_interrupt_ends_every_process(tmp_path: Path) -> None:
    grader, server, folders, worker = start_grading(tmp_path)
    os.kill(grader.pid, signal.SIGINT)
    output, errors = grader.communicate(timeout=LONG)
    assert "interrupted" in output, errors
    assert wait_until_gone([server, worker], folders) == []
