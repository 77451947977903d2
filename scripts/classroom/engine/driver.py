"""Grade what has no result yet, batch by batch; what a process cannot finish is tried once more by itself.

A verdict is never asked for twice. What the machine failed at is, once, and then reported as the machine's fault.
"""

from __future__ import annotations

import queue
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from autograder.model.manifest import Device, Manifest
from scripts.classroom.engine.batch_process import BatchProcess, make_batch
from scripts.classroom.engine.schedule import Schedule
from scripts.classroom.engine.worker import Event
from scripts.classroom.record.record import Record, Result
from scripts.errors import SpecError

TRIES = 2  # of a submission at which the machine fails
MAX_IDLE_FAILURES = 2  # per job: batches in a row that fail before they begin a submission
SECONDS_TO_STOP = 30.0  # for the batches to end that were interrupted
SECONDS_OF_GRACE = 120.0  # beyond the longest that a run may take, before a process counts as hung


class RunningBatch(Protocol):
    """A batch that is being graded somewhere."""

    def events(self) -> Iterator[Event]:
        """Give the answers as they come."""

    def log(self) -> str:
        """Return what staff should read where it failed."""

    def interrupt(self) -> None:
        """Make it end soon."""


Start = Callable[[list[str]], AbstractContextManager[RunningBatch]]


@dataclass
class Progress:
    """How far the grading is.

    Attributes:
        total: submissions without a result when it began.
        done: that have one now.
        machine: that have none by the machine's fault.
        seconds: wall time so far.
    """

    total: int
    done: int = 0
    machine: list[str] = field(default_factory=list)
    seconds: float = 0.0

    @property
    def seconds_left(self) -> float | None:
        """Return how long the rest takes at the pace so far; None before there is a pace."""
        return self.seconds / self.done * (self.total - self.done) if self.done else None


@dataclass(frozen=True)
class _Ended:
    """A batch that is over."""

    thread: threading.Thread  # that ran it
    left: list[str]  # submissions that it did not finish
    begun: set[str]  # of them, those that it was at
    is_idle: bool  # it failed before it began a submission
    log: str
    unable: str  # why this machine cannot grade at all


class Driver:
    """Grades a class.

    Args:
        record: where results go; nothing else writes them.
        build: id of the build in the record.
        device: which of its suites run.
        start: starts a batch.
        jobs: how many batches run at once.
    """

    def __init__(self, record: Record, build: int, device: Device, start: Start, jobs: int) -> None:
        self._record, self._build, self._device = record, build, device
        self._start, self._jobs = start, jobs
        self._answers: queue.Queue[Event | _Ended | BaseException] = queue.Queue()
        self._running: dict[threading.Thread, RunningBatch | None] = {}
        self._is_stopping = False
        self._failures: Counter[str] = Counter()

    def grade(self, submissions: Iterable[str], on_progress: Callable[[Progress], None] = lambda _: None) -> Progress:
        """Grade submissions and return how that went.

        Raises:
            SpecError: this machine cannot grade the build.
            KeyboardInterrupt: what is finished by then is in the record.
        """
        waiting = list(dict.fromkeys(submissions))
        schedule = Schedule(waiting, self._record.seconds(self._device), self._jobs)
        progress = Progress(len(waiting))
        started = time.monotonic()
        idle_failures = 0
        try:
            while schedule or self._running:
                while len(self._running) < self._jobs and (batch := schedule.take()) is not None:
                    thread = threading.Thread(target=self._run, args=(batch,), daemon=True)
                    thread.start()
                    self._running.setdefault(thread, None)  # unless it was faster
                answer = self._answers.get()
                progress.seconds = time.monotonic() - started
                if isinstance(answer, BaseException):
                    raise answer
                if isinstance(answer, Event):
                    self._keep(answer, schedule, progress)
                else:
                    del self._running[answer.thread]
                    idle_failures = idle_failures + 1 if answer.is_idle else 0
                    self._reschedule(answer, schedule, progress, idle_failures)
                on_progress(progress)
        finally:
            self._stop()
        return progress

    def _run(self, submissions: list[str]) -> None:
        """Run a batch in this thread, and pass its answers on."""
        left, begun, unable = dict.fromkeys(submissions), set[str](), ""
        try:
            with self._start(submissions) as batch:
                self._running[threading.current_thread()] = batch
                if self._is_stopping:
                    batch.interrupt()
                for event in batch.events():
                    if event.kind == "begun":
                        begun.add(event.submission)
                    elif event.kind == "unable":
                        unable = event.reason
                    elif event.submission in left:
                        del left[event.submission]
                        self._answers.put(event)
                log = batch.log()
            is_idle = not begun and len(left) == len(submissions)
            self._answers.put(_Ended(threading.current_thread(), list(left), begun & left.keys(), is_idle, log, unable))
        except BaseException as error:
            self._answers.put(error)

    def _keep(self, event: Event, schedule: Schedule, progress: Progress) -> None:
        if event.kind == "machine":
            self._blame_machine(event.submission, event.reason, schedule, progress)
            return
        grading = bytes(event.grading) if event.kind == "graded" else None
        result = Result(event.submission, self._device, event.kind, event.reason, event.seconds, None)
        self._record.add_result(result, self._build, grading)
        progress.done += 1

    def _reschedule(self, ended: _Ended, schedule: Schedule, progress: Progress, idle_failures: int) -> None:
        if ended.unable:
            raise SpecError(ended.unable)
        if idle_failures >= MAX_IDLE_FAILURES * self._jobs:
            why = " ".join(ended.log.splitlines()[-2:])  # what was wrong, and how the process ended
            raise SpecError(f"No grader could be started on this machine: {why or 'nothing says why'}")
        schedule.put_back([one for one in ended.left if one not in ended.begun], alone=False)
        for submission in sorted(ended.begun):
            self._blame_machine(submission, ended.log, schedule, progress)

    def _blame_machine(self, submission: str, log: str, schedule: Schedule, progress: Progress) -> None:
        """Note a failure of the machine's; the submission is tried again, or its result is that the machine failed."""
        self._record.add_failure(submission, self._build, self._device, log)
        self._failures[submission] += 1
        if self._failures[submission] < TRIES:
            schedule.put_back([submission], alone=True)
            return
        reason = "The machine failed while this was graded, twice; staff can read in the record what it said."
        self._record.add_result(Result(submission, self._device, "machine", reason, 0.0, None), self._build, None)
        progress.done += 1
        progress.machine.append(submission)

    def _stop(self) -> None:
        """End what still runs, and keep what it finished."""
        self._is_stopping = True
        running = list(self._running.items())
        for _, batch in running:
            if batch is not None:
                batch.interrupt()
        deadline = time.monotonic() + SECONDS_TO_STOP
        for thread, _ in running:
            thread.join(timeout=max(0.0, deadline - time.monotonic()))
        while not self._answers.empty():
            answer = self._answers.get()
            if isinstance(answer, Event) and answer.kind in ("graded", "refused"):
                self._keep(answer, Schedule([], {}, 1), Progress(0))


def start_here(record: Record, build: Path, manifest: Manifest, device: Device) -> Start:
    """Return what starts a batch on this machine."""

    def start(submissions: list[str]) -> BatchProcess:
        batch = make_batch(build, device, [record.path_of(one) for one in submissions])
        return BatchProcess(batch, manifest.run_seconds + SECONDS_OF_GRACE)

    return start
