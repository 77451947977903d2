"""The trusted side of the fork server: has it fork workers, before they are needed where that helps, and ends them."""

from __future__ import annotations

import collections
import contextlib
import os
import signal
import socket
import subprocess
import time
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import NamedTuple

from autograder.isolation import scratch
from autograder.isolation.launch import start_fork_server
from autograder.isolation.layers import prctl
from autograder.isolation.layers.tiers import LANDLOCK, NON_DUMPABLE, SECCOMP, Plan
from autograder.isolation.rpc.channel import Channel
from autograder.isolation.rpc.output import OutputCapture
from autograder.isolation.worker import protocol
from autograder.isolation.worker_handle import Worker, WorkerSpec
from autograder.isolation.worker_ids import TreeGroups, iterate_free_uids
from autograder.model.manifest import WEIGHTS_FOLDER, Device

SPAWN_TRIES, SPAWN_PAUSE = 50, 0.1  # seconds
# Tuning: workers that get ready while another works. With one, a second core often had nothing to do. 0 switches it off.
MAX_AHEAD = 2


class SandboxError(BaseException):  # no test should catch it by catching Exception
    """A layer of the sandbox cannot be applied, or the fork server is gone. The message is one sentence for staff."""


class _Pending(NamedTuple):
    """A worker that was requested and whose fork the server has not confirmed yet."""

    spec: WorkerSpec
    sock: socket.socket
    output: OutputCapture
    scratch: Path
    uid: int | None


class ForkServer:
    """A running fork server. Use as a context manager; leaving it kills every worker.

    Args:
        tree: a pristine tree that ``testkit`` is imported from.
        plan: the layers that every worker gets.
        device: where student code runs.
        distributions: what student code may import, as pip knows it; everything installed where there are none.
        owned_folders: folders that the server removes when it ends, also where this process was killed.
    """

    def __init__(
        self,
        tree: Path,
        plan: Plan,
        *,
        device: Device = "cpu",
        distributions: Sequence[str] = (),
        owned_folders: list[Path] | None = None,
    ) -> None:
        self.plan, self.device = plan, device
        if NON_DUMPABLE in plan.layers:
            prctl.make_non_dumpable()
        self._uids = iterate_free_uids()
        self._groups = TreeGroups()
        self._data_folders: dict[Path, list[Path]] = {}
        self._scratch = scratch.make_temporary_folder("grading-", plan)
        try:
            self._process, self._sock = start_fork_server(
                tree, distributions, device, self._scratch, [self._scratch, *(owned_folders or [])]
            )
        except BaseException:
            scratch.remove(self._scratch)
            raise
        self._open_outputs: set[OutputCapture] = set()
        self._scratch_count = 0
        self._pending: collections.deque[_Pending] = (
            collections.deque()
        )  # in the order in which the server confirms them
        self._ahead: dict[WorkerSpec, Worker | None] = {}  # None until the fork is confirmed
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
        for pending in self._pending:
            pending.sock.close()
        for worker in filter(None, self._ahead.values()):
            worker.channel.close()
        for output in self._open_outputs:
            output.close()
        scratch.remove(self._scratch)

    @property
    def pid(self) -> int:
        """The server's process id."""
        return self._process.pid

    # Commands

    def preload(self, modules: list[str]) -> None:
        """Import packages in the server, those of them that are installed."""
        self._request(protocol.Preload(modules))

    def spawn(self, spec: WorkerSpec) -> Worker:
        """Return a fresh worker with every layer of the plan: the one that was forked ahead for ``spec``, if there is one.

        Raises:
            SandboxError: the server is gone, or no process can be started on this machine.
        """
        for _ in range(SPAWN_TRIES):
            if spec not in self._ahead:
                self._send_spawn(spec)
            worker = self._take_ahead(spec)
            if worker is not None:
                return worker
            time.sleep(SPAWN_PAUSE)  # until killed processes are gone
        raise SandboxError(
            "No process can be started on this machine, so no grade was given. Find out which processes use it up."
        )

    def spawn_ahead(self, spec: WorkerSpec) -> None:
        """Have a worker forked while another one works, unless enough of them are waiting.

        Without Landlock there is none: two workers alive at once could pass each other files in folders that everyone may write.
        """
        if self.plan.tier == "root" and LANDLOCK not in self.plan.layers:
            return
        if spec not in self._ahead and len(self._ahead) < MAX_AHEAD:
            self._send_spawn(spec)

    def cancel_ahead(self, spec: WorkerSpec) -> None:
        """End the worker that was forked ahead for ``spec``, if there is one: nothing will be asked of it."""
        if (worker := self._take_ahead(spec)) is not None:
            self.discard(worker)

    def finish(self, worker: Worker) -> protocol.Finished:
        """Kill ``worker`` if it still runs, remove its scratch folder, and return how it ended.

        Raises:
            SandboxError: the server is gone.
        """
        response = self._request(protocol.Finish(worker.pid))
        assert isinstance(response, protocol.Finished)
        worker.channel.close()
        self._clean_up(worker)
        return response

    def discard(self, worker: Worker) -> None:
        """Kill ``worker`` without waiting for its end; its scratch folder is removed later."""
        with contextlib.suppress(SandboxError):  # when the server is gone, its workers are gone too
            if worker.uid is not None and LANDLOCK not in self.plan.layers:
                self.finish(worker)  # its files in shared folders must be removed before the next worker can see them
                return
            self._discarded[worker.pid] = worker
            self._send(protocol.Discard(worker.pid))
        worker.channel.close()

    def reap(self, tree: Path) -> None:
        """End the workers of ``tree``, which is no longer needed, and wait until all discarded workers are gone."""
        with contextlib.suppress(SandboxError):  # as above
            for spec in [spec for spec in self._ahead if spec.tree == tree]:
                worker = self._take_ahead(spec)
                if worker is not None:
                    self.discard(worker)
            if self._discarded:
                response = self._request(protocol.Reap())
                assert isinstance(response, protocol.Reaped)
                self._clean_up_ended(response.ended)

    # The connection

    def _request(self, command: protocol.Command) -> protocol.Response:
        """Send a command and return its response."""
        self._send(command)
        while self._pending:  # the server answers in order
            self._receive_spawned()
        return self._receive()

    def _send(self, command: protocol.Command, descriptors: list[int] | None = None) -> None:
        try:
            protocol.send(self._sock, command, descriptors)
        except OSError as error:
            raise self._explain_end() from error

    def _receive(self) -> protocol.Response:
        try:
            body, _ = protocol.receive(self._sock)
        except (OSError, EOFError) as error:
            raise self._explain_end() from error
        return protocol.responses.decode(body)

    def _explain_end(self) -> SandboxError:
        """Return the error that reports the unexpected end of the server."""
        errors = b""
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(timeout=5)
            if self._process.stderr is not None:
                errors = self._process.stderr.read()[-2000:]
        last_line = errors.decode("utf-8", "replace").strip().rpartition("\n")[2]
        return SandboxError(
            f"The grader's fork server ended unexpectedly ({last_line or 'without an error message'}), so no grade was given."
            " Grade again; if it happens again, check whether this machine runs out of memory."
        )

    # Workers that are not ready yet

    def _send_spawn(self, spec: WorkerSpec) -> None:
        """Send the command to fork a worker, without waiting for the fork."""
        uid = None
        if self.plan.tier == "root":
            uid = next(self._uids)
            self._groups.restrict(spec.tree)
        folder = self._make_scratch(spec.tree, uid)
        ours, theirs = socket.socketpair()
        read, write = os.pipe()
        command = protocol.Spawn(
            tree=str(spec.tree), scratch=str(folder), limits=spec.limits, device=self.device, seed=spec.seed, uid=uid,
            layers=self.plan.layers, module=spec.module,
        )  # fmt: skip
        try:
            self._send(command, [theirs.fileno(), write])
        except BaseException:
            ours.close()
            os.close(read)
            raise
        finally:
            theirs.close()
            os.close(write)
        output = OutputCapture(read)
        self._open_outputs.add(output)
        self._pending.append(_Pending(spec, ours, output, folder, uid))
        self._ahead[spec] = None

    def _make_scratch(self, tree: Path, uid: int | None) -> Path:
        """Make the scratch folder of one worker, owned by ``uid``, with links to the tree's data.

        Where weights are handed in it has an empty folder for weights: code that saves its best ones must be able to.
        """
        self._scratch_count += 1
        folder = self._scratch / str(self._scratch_count)
        folder.mkdir(mode=0o700)
        for data in self._find_data_folders(tree):
            (folder / data.name).symlink_to(data)
        made = [folder]
        if (tree / WEIGHTS_FOLDER).is_dir():
            made.append(folder / WEIGHTS_FOLDER)
            made[-1].mkdir(mode=0o700)
        if uid is not None:
            for own in made:
                os.chown(own, uid, uid)
        return folder

    def _find_data_folders(self, tree: Path) -> list[Path]:
        """Return the folders of ``tree`` that hold more than code.

        Linked into the scratch folder, they are reached there by a path relative to the repository's root. Linking every folder
        for every worker took a tenth of a grading's time.
        """
        if tree not in self._data_folders:
            self._data_folders[tree] = [
                folder
                for folder in sorted(tree.iterdir())
                if folder.is_dir()
                and folder.name != WEIGHTS_FOLDER
                and any(path.is_file() and path.suffix != ".py" for path in folder.rglob("*"))
            ]
        return self._data_folders[tree]

    def _receive_spawned(self) -> None:
        """Receive the response to the oldest pending spawn command."""
        response = self._receive()
        assert isinstance(response, protocol.Spawned)
        self._clean_up_ended(response.ended)
        pending = self._pending.popleft()
        if response.pid == protocol.FORK_FAILED:
            del self._ahead[pending.spec]
            pending.sock.close()
            pending.output.close()
            self._open_outputs.discard(pending.output)
            scratch.remove(pending.scratch)
            return
        channel = Channel(pending.sock, pending.output)
        self._ahead[pending.spec] = Worker(
            response.pid, channel, pending.scratch, pending.output, pending.spec.limits, pending.uid,
            SECCOMP not in self.plan.layers, self._watch_ahead,
        )  # fmt: skip

    def _take_ahead(self, spec: WorkerSpec) -> Worker | None:
        """Return the worker that was requested for ``spec`` once it is forked; None if there is none or the fork failed."""
        while spec in self._ahead and self._ahead[spec] is None:
            self._receive_spawned()
        return self._ahead.pop(spec, None)

    def _watch_ahead(self) -> None:
        """Discard workers that passed a limit before their test began."""
        for spec, worker in list(self._ahead.items()):
            if worker is not None and worker.exceeds_limits():
                del self._ahead[spec]
                self.discard(worker)  # the import did it; the test forks another worker, which reports the limit

    # Workers that have ended

    def _clean_up_ended(self, pids: list[int]) -> None:
        for pid in pids:
            self._clean_up(self._discarded.pop(pid))

    def _clean_up(self, worker: Worker) -> None:
        """Close the output of a worker that has ended, and remove its files."""
        worker.output.close()
        self._open_outputs.discard(worker.output)
        scratch.remove(worker.scratch)
        if worker.uid is not None and LANDLOCK not in self.plan.layers:
            scratch.remove_files_of(worker.uid)
