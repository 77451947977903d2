"""The walls one by one: the filter's list, what Landlock opens, folders filled with malice, and a grader that is killed."""

from __future__ import annotations

import errno
import os
import platform
import signal
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import psutil
import pytest

from autograder.isolation import folders
from autograder.isolation.layers import landlock, plan, process, seccomp
from tests.processes import start_interruptible
from tests.small_builds import make_build, submission

ROOT = Path(__file__).resolve().parents[2]
linux = pytest.mark.skipif(sys.platform != "linux", reason="a wall that Linux alone has")
root = pytest.mark.skipif(sys.platform != "linux" or os.geteuid() != 0, reason="needs root on Linux")

# What Docker's default profile withholds from a container without capabilities.
DOCKER_WITHHOLDS = """
acct add_key bpf clock_adjtime clock_settime create_module delete_module fanotify_init finit_module fsconfig fsmount fsopen
fspick get_kernel_syms init_module io_uring_enter io_uring_register io_uring_setup ioperm iopl kcmp kexec_file_load kexec_load
keyctl lookup_dcookie mbind mount mount_setattr move_mount move_pages nfsservctl open_by_handle_at open_tree perf_event_open
personality pivot_root process_vm_readv process_vm_writev ptrace query_module quotactl quotactl_fd reboot request_key
set_mempolicy setdomainname sethostname setns settimeofday stime swapoff swapon sysfs syslog _sysctl umount umount2 unshare
uselib userfaultfd ustat vhangup vm86 vm86old
""".split()  # noqa: SIM905


def in_child(code: str, *, timeout: float = 60) -> str:
    """What ``code``, run in a process of its own, prints."""
    command = [sys.executable, "-c", textwrap.dedent(code)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=timeout)
    assert done.returncode == 0, done.stderr[-2000:]
    return done.stdout.strip()


# Seccomp


def test_the_filter_withholds_all_that_docker_does() -> None:
    assert set(DOCKER_WITHHOLDS) <= set(seccomp.DENIED)


def test_no_call_is_both_denied_and_ignored() -> None:
    assert not set(seccomp.DENIED) & set(seccomp.IGNORED)
    assert len(set(seccomp.DENIED)) == len(seccomp.DENIED)
    assert set(seccomp.YOUNG) <= {*seccomp.DENIED, *seccomp.IGNORED}


@linux
def test_behind_the_filter_calls_that_nobody_knows_do_not_exist() -> None:
    pytest.importorskip("pyseccomp")
    if platform.machine() not in ("x86_64", "aarch64"):
        pytest.skip("the numbers of this architecture were not looked up")
    said = in_child("""
        import ctypes, os
        from autograder.isolation.layers import process, seccomp
        process.forbid_new_privileges()
        seccomp.deny(os.getpid())
        libc = ctypes.CDLL(None, use_errno=True)
        numbers = [*range(seccomp.FIRST_UNKNOWN, seccomp.LAST_UNKNOWN + 1), *seccomp.YOUNG.values()]
        for number in numbers:
            ctypes.set_errno(0)
            print(number, libc.syscall(number, -1, 0, 0, 0, 0, 0), ctypes.get_errno())
    """)
    rows = [tuple(map(int, line.split())) for line in said.splitlines()]
    for number, result, error in rows:
        if number == seccomp.YOUNG["fchmodat2"]:
            assert result == 0  # ignored, as chmod is
        else:
            assert (result, error) in ((-1, errno.ENOSYS), (-1, errno.EPERM)), number


@linux
def test_behind_the_filter_honest_work_goes_on(tmp_path: Path) -> None:
    pytest.importorskip("pyseccomp")
    said = in_child(f"""
        import os, shutil, socket, tempfile, threading
        import numpy, torch
        from autograder.isolation.layers import process, seccomp
        process.forbid_new_privileges()
        seccomp.deny(os.getpid())
        os.chdir({str(tmp_path)!r})
        thread = threading.Thread(target=print, args=("thread",))
        thread.start()
        thread.join()
        torch.save(torch.ones(3), "x.pt")
        shutil.copy("x.pt", "y.pt")
        shutil.copytree(".", "../copied", dirs_exist_ok=True)
        os.chmod("y.pt", 0)
        print(torch.load("y.pt").sum().item())
        tempfile.NamedTemporaryFile(dir=".").write(b"x")
        one, other = socket.socketpair()
        one.send(b"pair")
        print(other.recv(9).decode())
        print(float((torch.rand(200, 200) @ torch.rand(200, 200)).sum()) > 0, numpy.linalg.eigvals(numpy.eye(3)).sum())
    """)
    assert said.split() == ["thread", "3.0", "pair", "True", "3.0"]


# Landlock


@linux
def test_nothing_of_a_repository_is_exposed_but_its_environments_libraries() -> None:
    pytest.importorskip("py_landlock")
    for path in (
        ROOT,
        ROOT / "spec",
        ROOT / "autograder",
        ROOT / "build",
        Path("/etc/passwd"),
        Path("/root"),
        Path("/proc/1"),
        Path("/tmp"),
    ):
        assert not landlock.exposed(path), path
    for path in (Path(os.__file__), Path(pytest.__file__)):
        assert landlock.exposed(path), path


@linux
def test_an_environment_at_the_top_of_a_repository_does_not_open_the_repository(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "lib").mkdir()
    monkeypatch.setattr(sys, "prefix", str(tmp_path))
    opened = landlock.interpreter_folders()
    assert str(tmp_path / "lib") in opened
    assert str(tmp_path) not in opened


@linux
def test_a_build_that_every_submission_could_read_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from autograder.api import Grader
    from autograder.isolation.workspace import RefusedError

    if not landlock.abi():
        pytest.skip("this kernel has no Landlock")
    build = make_build(tmp_path / "build", "def test_one(student):\n    pass\n")
    monkeypatch.setattr(landlock, "common_rules", lambda gpu: [(str(tmp_path), 4)])
    with pytest.raises(RefusedError, match="every submission can read"):
        Grader(build, tier="user")


# Folders filled with malice


def deep(top: Path, levels: int, mode: int = 0o700) -> None:
    top.mkdir()
    at = os.open(top, os.O_RDONLY)
    for _ in range(levels):
        os.mkdir("d", dir_fd=at)
        os.close(os.open("file", os.O_CREAT | os.O_WRONLY, dir_fd=at))
        below = os.open("d", os.O_RDONLY, dir_fd=at)
        os.fchmod(at, mode)
        os.close(at)
        at = below
    os.close(at)


@linux
def test_a_folder_deeper_than_python_recurses_is_removed(tmp_path: Path) -> None:
    deep(tmp_path / "deep", sys.getrecursionlimit() + 100)
    folders.remove(tmp_path / "deep")
    assert not (tmp_path / "deep").exists()


@linux
def test_a_folder_deeper_than_a_path_is_long_counts_as_full(tmp_path: Path) -> None:
    deep(tmp_path / "deep", 2200)
    assert folders.used(tmp_path / "deep", 10**12) > 10**12
    folders.remove(tmp_path / "deep")
    assert not (tmp_path / "deep").exists()


@linux
def test_links_are_removed_and_not_followed(tmp_path: Path) -> None:
    precious = tmp_path / "precious" / "file"
    precious.parent.mkdir()
    precious.write_text("x")
    filled = tmp_path / "filled"
    (filled / "a").mkdir(parents=True)
    (filled / "out").symlink_to(precious.parent)
    (filled / "a" / "out").symlink_to(precious.parent)
    (filled / "loop").symlink_to("loop")
    folders.remove(filled)
    assert not filled.exists() and precious.read_text() == "x"
    (tmp_path / "link").symlink_to(precious.parent)
    folders.remove(tmp_path / "link")
    assert not (tmp_path / "link").is_symlink() and precious.read_text() == "x"


@root
def test_folders_that_took_their_own_rights_away_are_measured_and_removed_by_the_same_user(tmp_path: Path) -> None:
    place = Path("/var/tmp") / f"rights-{os.getpid()}"
    said = in_child(f"""
        import os
        from pathlib import Path
        from autograder.isolation import folders
        os.setgroups([])
        os.setresgid(61234, 61234, 61234)
        os.setresuid(61234, 61234, 61234)
        top = Path({str(place)!r})
        (top / "a" / "b" / "c").mkdir(parents=True)
        (top / "a" / "b" / "file").write_bytes(bytes(10**6))
        (top / "a" / "b").chmod(0)
        (top / "a").chmod(0o300)
        top.chmod(0o500)
        print(folders.used(top, 10**9))
        (top / "a" / "b").chmod(0)
        folders.remove(top)
        print(top.exists())
    """)
    used, exists = said.split()
    assert int(used) > 10**6 and exists == "False"


def test_used_stops_counting_when_it_knows_enough(tmp_path: Path) -> None:
    for index in range(300):
        (tmp_path / str(index)).touch()
    assert folders.used(tmp_path, 10**9) >= 300 * folders.SMALLEST  # empty files are not nothing
    assert folders.used(tmp_path, 10 * folders.SMALLEST) <= 12 * folders.SMALLEST


def test_removing_what_is_not_there_is_no_error(tmp_path: Path) -> None:
    folders.remove(tmp_path / "nothing")


# Processes

GRADING = """
import sys, time
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
    time.sleep(60)
"""


def start_grading(tmp_path: Path) -> tuple[subprocess.Popen[str], int, list[Path], int]:
    """A grader at work on code that never answers: it, its server, its folders, and the worker."""
    build = make_build(tmp_path / "build", TESTS)
    handed_in = submission(tmp_path / "handed in", SLOW)
    command = [sys.executable, "-c", GRADING, str(build), str(handed_in)]
    grader = start_interruptible(
        command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True
    )
    assert grader.stdout is not None
    first = grader.stdout.readline().split()
    assert len(first) == 3, grader.stderr.read() if grader.stderr else ""
    server = int(first[0])
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        workers = [child for child in psutil.Process(server).children() if child.cpu_times().user > 0.2]
        if workers:
            return grader, server, [Path(first[1]), Path(first[2])], workers[0].pid
        time.sleep(0.05)
    raise AssertionError("the worker never came to its work")


def wait_until_gone(pids: list[int], paths: list[Path], seconds: float = 15) -> list[object]:
    deadline = time.monotonic() + seconds
    while True:
        left: list[object] = [
            pid for pid in pids if psutil.pid_exists(pid) and psutil.Process(pid).status() != psutil.STATUS_ZOMBIE
        ]
        left += [path for path in paths if path.exists()]
        if not left or time.monotonic() > deadline:
            return left
        time.sleep(0.05)


@linux
def test_when_the_grader_is_killed_everything_dies_and_nothing_is_left(tmp_path: Path) -> None:
    grader, server, places, worker = start_grading(tmp_path)
    assert all(place.exists() for place in places)
    grader.kill()
    grader.wait()
    assert wait_until_gone([server, worker], places) == []


@linux
def test_when_the_fork_server_is_killed_its_workers_die_and_no_grade_is_given(tmp_path: Path) -> None:
    grader, server, places, worker = start_grading(tmp_path)
    os.kill(server, signal.SIGKILL)
    said, errors = grader.communicate(timeout=60)
    assert said.startswith("refused: The grader's fork server ended unexpectedly"), errors
    assert wait_until_gone([server, worker], places) == []


@linux
def test_ctrl_c_ends_a_grading_and_all_its_processes(tmp_path: Path) -> None:
    grader, server, places, worker = start_grading(tmp_path)
    os.kill(grader.pid, signal.SIGINT)
    said, errors = grader.communicate(timeout=60)
    assert "interrupted" in said, errors
    assert wait_until_gone([server, worker], places) == []


@linux
def test_a_process_can_hide_from_its_own_user() -> None:
    said = in_child("""
        from autograder.isolation.layers import process
        print(process.is_hidden())
        process.hide_from_same_user()
        print(process.is_hidden())
    """)
    assert said.split() == ["False", "True"]


@root
def test_becoming_a_user_leaves_no_other_group() -> None:
    said = in_child("""
        import os
        from autograder.isolation.layers import process
        process.become(23456, 60123)
        print(os.getresuid(), os.getresgid(), os.getgroups())
    """)
    assert said == "(23456, 23456, 23456) (23456, 23456, 23456) [60123]"


@root
def test_root_without_capabilities_has_none_and_gets_none_back() -> None:
    said = in_child("""
        import subprocess
        from autograder.isolation.layers import process
        process.drop_capabilities()
        process.forbid_new_privileges()
        status = subprocess.run(["cat", "/proc/self/status"], capture_output=True, text=True).stdout
        print(*[line.split()[1] for line in status.splitlines() if line.startswith("Cap")])
    """)
    assert {int(mask, 16) for mask in said.split()} == {0}


@linux
def test_limits_hold_for_what_runs_now_and_cannot_be_raised() -> None:
    said = in_child("""
        import resource
        from autograder.isolation.layers import process
        process.limit(cpu_seconds=1.2, memory_mb=64, disk_mb=1, files=32, tasks=16)
        for name in ("CPU", "CORE", "FSIZE", "NOFILE", "MEMLOCK", "NPROC", "MSGQUEUE"):
            print(name, *resource.getrlimit(getattr(resource, f"RLIMIT_{name}")))
        try:
            bytearray(128 * 2**20)
        except MemoryError:
            print("memory")
    """)
    assert said.splitlines() == [
        "CPU 2 3", "CORE 0 0", "FSIZE 1048576 1048576", "NOFILE 32 32", "MEMLOCK 0 0", "NPROC 16 16", "MSGQUEUE 0 0", "memory",
    ]  # fmt: skip


@linux
def test_a_tree_is_closed_to_everybody_but_its_own_workers(tmp_path: Path) -> None:
    """In the root tier this holds even where the kernel has no Landlock."""
    if os.geteuid() != 0 or plan.interpreter_obstacle() is not None:
        pytest.skip("needs root and an interpreter that others can read")
    from autograder.api import Grader
    from autograder.isolation.server import FIRST_GROUP, LAST_GROUP

    build = make_build(tmp_path / "build", TESTS, mistakes={"zero": ("Hint.", "def answer(x):\n    return 0.0\n")})
    with Grader(build, tier="root") as grader:
        grader.grade(submission(tmp_path / "wrong", "def answer(x):\n    return 0.0\n"))
        (tree,) = grader._mistakes.values()
        about = tree.stat()
        assert about.st_mode & 0o007 == 0 and FIRST_GROUP <= about.st_gid <= LAST_GROUP
        untouched = grader.workspace.tree({"src/answer.py": b""})
        assert untouched.stat().st_mode & 0o077 == 0
        assert grader.workspace.work.stat().st_mode & 0o066 == 0


def test_is_hidden_needs_linux() -> None:
    if sys.platform == "linux":
        pytest.skip("this is Linux")
    with pytest.raises(OSError, match="needs Linux"):
        process.is_hidden()


@linux
@pytest.mark.parametrize("tier", [pytest.param("root", marks=root), "user", "practice"])
def test_a_worker_holds_its_channel_and_what_it_prints_into_and_nothing_else(tmp_path: Path, tier: plan.Tier) -> None:
    from autograder.api import Grader

    if tier == "root" and plan.interpreter_obstacle() is not None:
        pytest.skip("needs an interpreter that other users can read")
    tests = """
    @number("1")
    def test_descriptors(student):
        \"\"\"answer lists the open descriptors.\"\"\"
        check.equal(student.module("src.answer").answer(), ["0 character", "1 pipe", "2 pipe", "3 socket"])
    """
    source = """
import os, stat

KINDS = {"character": stat.S_ISCHR, "pipe": stat.S_ISFIFO, "socket": stat.S_ISSOCK, "other": lambda mode: True}

def answer():
    found = []
    for number in range(1024):
        try:
            mode = os.fstat(number).st_mode
        except OSError:
            continue
        found.append(f"{number} {next(kind for kind, is_it in KINDS.items() if is_it(mode))}")
    return found
"""
    build = make_build(tmp_path / "build", tests)
    with Grader(build, tier=tier) as grader:
        (outcome,) = grader.grade(submission(tmp_path / "s", source)).outcomes
    assert outcome.status == "passed", outcome.message + outcome.staff
