"""What a worker may write is counted before it happens, and honest code that saves files does not notice."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from autograder.isolation.layers.tiers import SECCOMP
from autograder.isolation.workspace import GradingWorkspace
from autograder.model.manifest import Limits
from autograder.suite.errors import StudentError, WorkerEnded
from autograder.suite.session import Clock, Session
from tests.isolation.child_process import LONG, linux, run_in_child
from tests.small_builds import make_build

SOURCE = """
import mmap, os, shutil, tempfile
import numpy, torch

def unlinked(megabytes):
    for _ in range(megabytes):
        with open("file", "wb", buffering=0) as file:
            os.unlink("file")
            file.write(b"x" * 2**20)

def empty(count):
    for number in range(count):
        os.close(os.open(f"file{number}", os.O_CREAT | os.O_WRONLY))

def saves():
    torch.save({"weight": torch.ones(1000)}, "model.pt")
    numpy.save("array.npy", numpy.ones(3))
    os.makedirs("figures/new")
    shutil.copy("array.npy", "figures/new/copy.npy")
    os.replace("model.pt", "best.pt")
    with tempfile.TemporaryFile("w+") as file:
        file.write("text")
        file.seek(0)
        text = file.read()
    mapped = numpy.load("figures/new/copy.npy", mmap_mode="r")
    return torch.load("best.pt")["weight"].sum().item(), mapped.sum().item(), text

def maps():
    with open("file", "wb+") as file:
        file.truncate(4096)
        mmap.mmap(file.fileno(), 4096)

def closes():
    os.close(1)
    os.close(3)
    os.dup2(os.open("file", os.O_CREAT | os.O_WRONLY), 1)
    print("to the grader", flush=True)
    return os.path.getsize("file")
"""

pytestmark = linux


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Iterator[GradingWorkspace]:
    build = make_build(tmp_path_factory.mktemp("budget") / "build", "def test_one(student):\n    pass\n")
    with GradingWorkspace(build) as workspace:
        if SECCOMP not in workspace.plan.layers:
            pytest.skip("needs seccomp")
        yield workspace


@pytest.fixture(scope="module")
def tree(workspace: GradingWorkspace) -> Path:
    return workspace.tree({"src/answer.py": SOURCE.encode()})


@pytest.fixture
def session(workspace: GradingWorkspace, tree: Path) -> Iterator[Session]:
    limits = Limits(disk_mb=1, wall_seconds=LONG, cpu_seconds=LONG)
    session = Session(workspace.server, tree, limits, 0, Clock(time.monotonic() + LONG))
    yield session
    session.close()
    workspace.server.reap(tree)


def test_counts_unlinked_files(session: Session) -> None:
    student = session.module("src.answer")
    student.unlinked(3)
    with pytest.raises(WorkerEnded) as caught:
        student.unlinked(3)
    assert caught.value.ending == "disk"


def test_counts_empty_files(session: Session) -> None:
    student = session.module("src.answer")
    student.empty(500)
    with pytest.raises(WorkerEnded) as caught:
        student.empty(600)
    assert caught.value.ending == "disk"


def test_honest_saves_succeed(session: Session) -> None:
    assert list(session.module("src.answer").saves()) == [1000.0, 3.0, "text"]


def test_shared_mappings_are_denied(session: Session) -> None:
    with pytest.raises(StudentError) as caught:
        session.module("src.answer").maps()
    assert caught.value.student_bases[0] == "PermissionError"


def test_output_cannot_become_file(session: Session) -> None:
    assert session.module("src.answer").closes() == 0
    session.close()
    assert "to the grader" in session.captured_output()


def test_nothing_is_writable_without_counting() -> None:
    """Only one filter of a process can ask; where a container's own does already, no file can be made."""
    output = run_in_child("""
        import errno, os, tempfile
        import pyseccomp
        from autograder.isolation.layers import seccomp
        folder = tempfile.mkdtemp()
        outer = pyseccomp.SyscallFilter(pyseccomp.ALLOW)
        outer.add_rule(pyseccomp.NOTIFY, "syslog")
        outer.load()
        print(seccomp.install_filter(os.getpid()))
        for make in (lambda: open(folder + "/file", "w"), lambda: os.mkdir(folder + "/folder"),
                     lambda: os.symlink("x", folder + "/link"), lambda: os.rename(folder, folder + "2")):
            try:
                make()
            except OSError as error:
                print(errno.errorcode[error.errno])
        os.write(os.open(os.devnull, os.O_WRONLY), b"x")
        os.rmdir(folder)
    """)
    assert output.split() == ["None", "EROFS", "EROFS", "EROFS", "EROFS"]
