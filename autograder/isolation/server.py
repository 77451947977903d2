"""The trusted side of the fork server: starts it, has it fork workers, kills and collects them."""

from __future__ import annotations

import collections
import contextlib
import itertools
import os
import pwd
import resource
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from types import TracebackType
from typing import NamedTuple

from autograder.isolation import folders
from autograder.isolation.layers import process
from autograder.isolation.layers.plan import HIDDEN, LANDLOCK, Plan
from autograder.isolation.rpc import messages
from autograder.isolation.rpc.channel import Channel
from autograder.isolation.rpc.output import OutputCapture
from autograder.isolation.scratch import make as make_scratch
from autograder.isolation.worker import protocol
from autograder.model.manifest import Device, Limits

FIRST_UID, LAST_UID = 20_000, 59_999  # below 65,536, so that they exist inside rootless containers too
SPAWN_TRIES, SPAWN_PAUSE = 50, 0.1  # seconds
MAX_AHEAD = 2  # workers that get ready while another works; with one, a second core often had nothing to do
UID_CLASSES = 200  # graders that run at once take every 200th uid, each beginning elsewhere
FIRST_GROUP, LAST_GROUP = 60_000, 64_999  # of trees: their workers alone are in it
GPU_MEMORY_MB = 4096  # resident memory that torch and a CUDA context may take before a test's own begins to count
_SOURCE = Path(__file__).resolve().parents[2]

_START = """
import signal, sys
sys.path.insert(0, sys.argv[1])
from autograder.isolation.layers import process
# When the grader dies its socket closes, and the server puts everything away; at the latest it ends then itself.
signal.signal(signal.SIGTERM, lambda *_: signal.alarm(30))
signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the grader, which then closes the socket
if sys.platform == "linux":
    process.hide_from_same_user()
    process.die_with_parent(int(sys.argv[4]), politely=True)
from pathlib import Path
from autograder.isolation.worker import zygote
zygote.prepare(Path(sys.argv[3]))
# Last, and after memory was gathered: what the server and its workers run then lies in few pages, so few are copied.
from autograder.isolation.worker import fork_server
sys.path.remove(sys.argv[1])
fork_server.main(int(sys.argv[2]), sys.argv[5:])
"""


def _matplotlib_folder(otherwise: Path) -> Path:
    """Where matplotlib keeps its list of fonts, which takes seconds to make: beside the packages, where workers read too."""
    folder = Path(sys.prefix) / "share" / "matplotlib-configuration"
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        return otherwise
    return folder if os.access(folder, os.W_OK) else otherwise


class SandboxError(BaseException):  # no test should catch it by catching Exception
    """The walls cannot be put up, or the fork server is gone; one sentence for staff."""


class Worker:
    """A forked worker: its channel, its scratch folder, and what it prints.

    Args:
        others: looks after the limits of other workers; called every now and then while this one is waited for.
    """

    def __init__(
        self,
        pid: int,
        channel: Channel,
        scratch: Path,
        printed: OutputCapture,
        limits: Limits,
        uid: int | None = None,
        others: Callable[[], None] | None = None,
    ) -> None:
        self.pid, self.channel, self.scratch, self.limits, self.uid = pid, channel, scratch, limits, uid
        self.printed = printed
        self.full_disk = self.full_memory = False
        self._others = others
        channel.when_idle(self._watch)

    def _watch(self) -> None:
        if self._others is not None:
            self._others()
        if self.is_over():
            raise messages.GoneError

    def is_over(self) -> bool:
        """Whether it passed a limit that the kernel does not keep: on files all together, and on memory where CUDA forbids a limit
        on address space."""
        try:
            resident = (
                int(Path(f"/proc/{self.pid}/statm").read_text(encoding="ascii").split()[1]) * resource.getpagesize()
            )
        except (OSError, IndexError):
            resident = 0
        if resident > (self.limits.memory_mb + GPU_MEMORY_MB) * 2**20:
            self.full_memory = True
        most = 2 * self.limits.disk_mb * 2**20
        if folders.used(self.scratch, most) > most:
            self.full_disk = True
        return self.full_memory or self.full_disk


class WorkerSpec(NamedTuple):
    """The worker that a test needs: for student code from ``tree``, beginning with the import of ``module``."""

    tree: Path
    limits: Limits
    seed: int
    module: str = ""


class _Start(NamedTuple):
    """A worker that was ordered and has not been reported yet."""

    wanted: WorkerSpec
    sock: socket.socket
    printed: OutputCapture
    scratch: Path
    uid: int | None


class ForkServer:
    """A running fork server. Use as a context manager; leaving it kills every worker.

    Args:
        tree: a pristine tree that ``testkit`` is imported from.
        plan: the layers that every worker gets.
        device: where student code runs.
        belongings: folders that the server removes if this process is killed and cannot.
    """

    def __init__(
        self,
        tree: Path,
        plan: Plan,
        *,
        device: Device = "cpu",
        belongings: list[Path] | None = None,
    ) -> None:
        self.plan, self.device = plan, device
        if HIDDEN in plan.layers:
            process.hide_from_same_user()
        self._uids = _free_uids(os.getpid() % UID_CLASSES)
        self._groups: dict[Path, int] = {}
        self._with_data: dict[Path, list[Path]] = {}
        self._scratch = make_scratch("grading-", plan)
        ours, theirs = socket.socketpair()
        self._sock = ours
        environment = {
            "PATH": os.defpath,
            "LANG": "C.UTF-8",
            "PYTHONHASHSEED": "0",
            "LD_BIND_NOW": "1",  # or every worker looks up the same functions in torch's libraries
            "OPENBLAS_NUM_THREADS": "1",  # numpy's thread pool would start with the import, in the server
            "OMP_NUM_THREADS": "1",
            "MPLBACKEND": "Agg",
            "MPLCONFIGDIR": str(_matplotlib_folder(self._scratch)),
            "HOME": str(self._scratch),
            "CUBLAS_WORKSPACE_CONFIG": ":4096:8",
        }
        if device == "cpu":
            environment["CUDA_VISIBLE_DEVICES"] = ""
        if "LD_LIBRARY_PATH" in os.environ:
            environment["LD_LIBRARY_PATH"] = os.environ["LD_LIBRARY_PATH"]
        arguments = [
            sys.executable,
            "-s",
            "-B",
            "-c",
            _START,
            str(_SOURCE),
            str(theirs.fileno()),
            str(tree),
            str(os.getpid()),
            *map(str, [self._scratch, *(belongings or [])]),
        ]
        try:
            self._process = subprocess.Popen(
                arguments, pass_fds=[theirs.fileno()], env=environment, cwd="/", stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, start_new_session=True,
            )  # fmt: skip
        except BaseException:
            ours.close()
            folders.remove(self._scratch)
            raise
        finally:
            theirs.close()
        self._printed: set[OutputCapture] = set()  # whose pipes are open
        self._scratches = 0
        self._starts: collections.deque[_Start] = collections.deque()  # in the order in which they will be reported
        self._ahead: dict[WorkerSpec, Worker | None] = {}  # None until it is reported
        self._discarded: dict[int, Worker] = {}

    def __enter__(self) -> ForkServer:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """End the server and all its workers, and remove what they wrote."""
        with contextlib.suppress(OSError):
            protocol.send(self._sock, protocol.Close())
        self._sock.close()
        try:
            self._process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()
        if self._process.stderr is not None:
            self._process.stderr.close()
        for start in self._starts:
            start.sock.close()
        for worker in filter(None, self._ahead.values()):
            worker.channel.close()
        for printed in self._printed:
            printed.close()
        folders.remove(self._scratch)

    @property
    def pid(self) -> int:
        """The server's process id."""
        return self._process.pid

    def preload(self, modules: list[str]) -> None:
        """Import packages in the server, those of them that are installed."""
        self._exchange(protocol.Preload(modules))

    def _exchange(self, order: protocol.Order) -> protocol.Report:
        self._send(order)
        while self._starts:  # their reports come before this one
            self._hear_of_next()
        return self._receive()

    def _send(self, order: protocol.Order, descriptors: list[int] | None = None) -> None:
        try:
            protocol.send(self._sock, order, descriptors)
        except OSError as error:
            raise self._ended() from error

    def _receive(self) -> protocol.Report:
        try:
            body, _ = protocol.receive(self._sock)
        except (OSError, EOFError) as error:
            raise self._ended() from error
        return protocol.reports.decode(body)

    def _ended(self) -> SandboxError:
        detail = b""
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(timeout=5)
            if self._process.stderr is not None:
                detail = self._process.stderr.read()[-2000:]
        last = detail.decode("utf-8", "replace").strip().rpartition("\n")[2]
        return SandboxError(
            f"The grader's fork server ended unexpectedly ({last or 'without a word'}), so no grade was given. Grade again; if it"
            " happens again, see whether this machine runs out of memory."
        )

    def spawn(self, wanted: WorkerSpec) -> Worker:
        """A fresh worker behind every layer of the plan."""
        for _ in range(SPAWN_TRIES):
            if wanted not in self._ahead:
                self._order(wanted)
            worker = self._taken(wanted)
            if worker is not None:
                return worker
            time.sleep(SPAWN_PAUSE)  # until those that were killed are gone
        raise SandboxError(
            "No process can be started on this machine any more, so no grade was given. See what uses them up."
        )

    def _taken(self, wanted: WorkerSpec) -> Worker | None:
        """The worker that was ordered for ``wanted``, once it is reported; None where there is none or it could not be forked."""
        while wanted in self._ahead and self._ahead[wanted] is None:
            self._hear_of_next()
        return self._ahead.pop(wanted, None)

    def spawn_ahead(self, wanted: WorkerSpec) -> None:
        """Have a worker that will be asked for forked while another still works, if there are not enough of them."""
        if wanted not in self._ahead and len(self._ahead) < MAX_AHEAD:
            self._order(wanted)

    def _order(self, wanted: WorkerSpec) -> None:
        tree = wanted.tree
        uid = None
        if self.plan.tier == "root":
            uid = next(self._uids)
            self._close_to_others(tree)
        self._scratches += 1
        scratch = self._scratch / str(self._scratches)
        scratch.mkdir(mode=0o700)
        for folder in self._folders_with_data(tree):
            (scratch / folder.name).symlink_to(folder)
        if uid is not None:
            os.chown(scratch, uid, uid)
        ours, theirs = socket.socketpair()
        read, write = os.pipe()
        order = protocol.Spawn(
            tree=str(tree), scratch=str(scratch), limits=wanted.limits, device=self.device, seed=wanted.seed, uid=uid,
            layers=self.plan.layers, module=wanted.module,
        )  # fmt: skip
        try:
            self._send(order, [theirs.fileno(), write])
        except BaseException:
            ours.close()
            os.close(read)
            raise
        finally:
            theirs.close()
            os.close(write)
        printed = OutputCapture(read)
        self._printed.add(printed)
        self._starts.append(_Start(wanted, ours, printed, scratch, uid))
        self._ahead[wanted] = None

    def _hear_of_next(self) -> None:
        """Receive the report of the worker that was ordered first."""
        report = self._receive()
        assert isinstance(report, protocol.Spawned)
        self._forget(report.gone)
        start = self._starts.popleft()
        if report.pid == protocol.FORK_FAILED:
            del self._ahead[start.wanted]
            start.sock.close()
            start.printed.close()
            self._printed.discard(start.printed)
            folders.remove(start.scratch)
            return
        channel = Channel(start.sock, start.printed)
        self._ahead[start.wanted] = Worker(
            report.pid, channel, start.scratch, start.printed, start.wanted.limits, start.uid, self._watch_ahead
        )

    def _watch_ahead(self) -> None:
        """End a worker that passed a limit before it was asked for anything."""
        for wanted, worker in list(self._ahead.items()):
            if worker is not None and worker.is_over():
                del self._ahead[wanted]
                self.discard(worker)  # its import alone did it; its test starts another, and will be told

    def _folders_with_data(self, tree: Path) -> list[Path]:
        """Folders of ``tree`` that hold more than code. A path relative to the repository's root leads there from the scratch
        folder too; linking every folder for every worker took a tenth of a grading's time."""
        if tree not in self._with_data:
            self._with_data[tree] = [
                folder
                for folder in sorted(tree.iterdir())
                if folder.is_dir() and any(path.is_file() and path.suffix != ".py" for path in folder.rglob("*"))
            ]
        return self._with_data[tree]

    def _close_to_others(self, tree: Path) -> None:
        """Give ``tree`` a group of its own, which its workers join, so that no other worker can read it."""
        if tree not in self._groups:
            span = LAST_GROUP - FIRST_GROUP + 1
            group = FIRST_GROUP + (os.getpid() * 50 + len(self._groups)) % span
            os.chown(tree, -1, group)
            tree.chmod(0o750)
            self._groups[tree] = group

    def finish(self, worker: Worker) -> protocol.Finished:
        """Kill ``worker`` if it still runs, collect it, remove its scratch folder, and say how it ended."""
        report = self._exchange(protocol.Finish(worker.pid))
        assert isinstance(report, protocol.Finished)
        worker.channel.close()
        self._clean_up(worker)
        return report

    def discard(self, worker: Worker) -> None:
        """Kill ``worker`` without waiting for its end; its scratch folder goes once it is gone."""
        with contextlib.suppress(SandboxError):  # a server that is gone has taken its workers along
            if worker.uid is not None and LANDLOCK not in self.plan.layers:
                self.finish(worker)  # what it left in shared folders must be gone before the next one looks
                return
            self._discarded[worker.pid] = worker
            self._send(protocol.Discard(worker.pid))
        worker.channel.close()

    def reap(self, tree: Path) -> None:
        """End the workers of ``tree``, which is no longer needed; wait until all that were discarded are gone."""
        with contextlib.suppress(SandboxError):  # as above
            for wanted in [wanted for wanted in self._ahead if wanted.tree == tree]:
                worker = self._taken(wanted)
                if worker is not None:
                    self.discard(worker)
            if self._discarded:
                report = self._exchange(protocol.Reap())
                assert isinstance(report, protocol.Reaped)
                self._forget(report.gone)

    def _forget(self, gone: list[int]) -> None:
        for pid in gone:
            self._clean_up(self._discarded.pop(pid))

    def _clean_up(self, worker: Worker) -> None:
        """What is to be done once ``worker`` is gone."""
        worker.printed.close()
        self._printed.discard(worker.printed)
        folders.remove(worker.scratch)
        if worker.uid is not None and LANDLOCK not in self.plan.layers:
            folders.remove_of(worker.uid)


def _free_uids(first: int) -> Iterator[int]:
    """User ids that nobody on this machine has, over and over, from every ``UID_CLASSES``-th."""
    return itertools.cycle(uid for uid in range(FIRST_UID + first, LAST_UID + 1, UID_CLASSES) if not _is_taken(uid))


def _is_taken(uid: int) -> bool:
    try:
        pwd.getpwuid(uid)
    except KeyError:
        return False
    return True


def prove(server: ForkServer, tree: Path) -> None:
    """Put one worker behind the walls and see that they stand.

    Raises:
        SandboxError: a layer of the plan cannot be applied on this machine.
    """
    worker = server.spawn(WorkerSpec(tree, Limits(), seed=0))
    try:
        worker.channel.receive_reply(time.monotonic() + 60)
    except (messages.GoneError, messages.DeadlineError, messages.ProtocolError):
        server.finish(worker)
        last = worker.printed.text().strip().rpartition("\n")[2]
        raise SandboxError(
            f"The sandbox cannot be put up on this machine: {last or 'the worker ended at once'}."
        ) from None
    server.finish(worker)


__all__ = ["ForkServer", "SandboxError", "Worker", "WorkerSpec", "prove"]
