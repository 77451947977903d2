"""The machine may fail at any submission: that costs a retry, never a grade."""

from __future__ import annotations

import contextlib
import io
import os
import signal
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec
import psutil
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from autograder.model.manifest import MANIFEST_NAME, Device, Manifest
from scripts.classroom.engine.batch_process import BatchProcess, make_batch
from scripts.classroom.engine.driver import Driver, Progress, RunningBatch, Start, start_here
from scripts.classroom.engine.worker import REFUSED, Answers, Batch, Event, grade_batch
from scripts.classroom.record.record import Record, Result
from scripts.coursespec.model import Assignment
from scripts.errors import SpecError
from tests.classroom.tiny_class import TinyClass, open_class, solutions, tiny_assignment

LONG = 600.0  # seconds: how long a busy machine may take
Meddle = Callable[[BatchProcess, Event], None]


@pytest.fixture(scope="module")
def assignment(tmp_path_factory: pytest.TempPathFactory) -> Assignment:
    return tiny_assignment(tmp_path_factory.mktemp("course"))


@pytest.fixture
def tiny(tmp_path: Path, assignment: Assignment, request: pytest.FixtureRequest) -> Iterator[TinyClass]:
    """A class of right submissions that differ: two, or as many as a test asks for by a parameter.

    What a test costs is processes: each imports torch twice, which takes longer than its submissions.
    """
    count = getattr(request, "param", 2)
    with open_class(tmp_path / "class", assignment, solutions(assignment, count)) as opened:
        yield opened


def of_size(count: int) -> pytest.MarkDecorator:
    """Give a test a class of this size."""
    return pytest.mark.parametrize("tiny", [count], indirect=True, ids=[f"{count}"])


class Meddled:
    """A batch in a real process; ``meddle`` sees each of its answers before the driver does."""

    def __init__(self, process: BatchProcess, meddle: Meddle) -> None:
        self._process, self._meddle = process, meddle
        self.log, self.interrupt = process.log, process.interrupt

    def events(self) -> Iterator[Event]:
        for event in self._process.events():
            self._meddle(self._process, event)
            yield event


def meddling(
    tiny: TinyClass, meddle: Meddle, patience: Callable[[list[str]], float] = lambda _: LONG
) -> Callable[[list[str]], contextlib.AbstractContextManager[Meddled]]:
    """Return what starts real processes that ``meddle`` meddles with."""

    @contextlib.contextmanager
    def start(submissions: list[str]) -> Iterator[Meddled]:
        batch = make_batch(tiny.build, "cpu", [tiny.record.path_of(one) for one in submissions])
        with BatchProcess(batch, patience(submissions)) as process:
            yield Meddled(process, meddle)

    return start


def grade(
    tiny: TinyClass, start: Start, jobs: int = 1, on_progress: Callable[[Progress], None] = lambda _: None
) -> Progress:
    finished = tiny.record.finished(tiny.id, "cpu")
    waiting = [one for one in tiny.submissions.values() if one not in finished]
    return Driver(tiny.record, tiny.id, "cpu", start, jobs).grade(waiting, on_progress)


def points(tiny: TinyClass) -> dict[str, object]:
    """Return each submission's points, or why it has none."""
    found: dict[str, object] = {}
    for name, digest in tiny.submissions.items():
        for result in tiny.record.results(digest, tiny.id):
            found[name] = result.status if result.grading is None else result.grading.score
    return found


def failures(tiny: TinyClass, name: str) -> list[str]:
    rows = tiny.record.query("select log from failure where submission = ? order by id", tiny.submissions[name])
    return [row["log"] for row in rows]


def pid_of(process: BatchProcess) -> int:
    return process._process.pid


@pytest.fixture
def others() -> set[int]:
    """Processes that this one has for other tests."""
    return {one.pid for one in psutil.Process().children()}


def list_left(others: set[int]) -> list[psutil.Process]:
    """Return the processes that a class left, which are children of this one."""
    children = [one for one in psutil.Process().children() if one.pid not in others]
    return [one for one in children if one.status() != psutil.STATUS_ZOMBIE]


def all_right(tiny: TinyClass) -> dict[str, object]:
    return dict.fromkeys(tiny.submissions, 15.0)


def test_killed_fork_server_costs_a_retry(tiny: TinyClass, others: set[int]) -> None:
    """Where the server that a batch's tests are forked from is killed, every submission gets its points, and is graded once."""
    seen: Counter[str] = Counter()
    killed: list[int] = []

    def meddle(process: BatchProcess, event: Event) -> None:
        seen[f"{event.kind} {event.submission}"] += 1
        if event.kind == "graded" and not killed:
            killed.append(psutil.Process(pid_of(process)).children()[0].pid)
            os.kill(killed[0], signal.SIGKILL)

    progress = grade(tiny, meddling(tiny, meddle))
    assert points(tiny) == all_right(tiny)
    assert killed and (progress.done, progress.machine) == (2, [])
    assert all(seen[f"graded {one}"] == 1 for one in tiny.submissions.values())
    assert list_left(others) == []


@of_size(4)
def test_deadly_submission_costs_itself_only(tiny: TinyClass, others: set[int]) -> None:
    """What kills its process twice is the machine's fault; all others get their points, and are graded once."""
    deadly = tiny.submissions["right 2"]
    starts: list[list[str]] = []
    seen: Counter[str] = Counter()

    def meddle(process: BatchProcess, event: Event) -> None:
        seen[f"{event.kind} {event.submission}"] += 1
        if event.kind == "ready":
            starts.append([])
        if event.kind == "begun":
            starts[-1].append(event.submission)
        if (event.kind, event.submission) == ("begun", deadly):
            os.kill(pid_of(process), signal.SIGKILL)

    progress = grade(tiny, meddling(tiny, meddle))
    assert points(tiny) == {**all_right(tiny), "right 2": "machine"}
    assert progress.machine == [deadly]
    assert len(failures(tiny, "right 2")) == 2 and "signal SIGKILL" in failures(tiny, "right 2")[0]
    assert sum(deadly in begun for begun in starts) == 2
    assert [deadly] in starts  # the second time by itself
    assert all(seen[f"graded {one}"] == (one != deadly) for one in tiny.submissions.values())
    assert list_left(others) == []


@of_size(1)
def test_hanging_process_is_ended(tiny: TinyClass) -> None:
    hanging = tiny.submissions["right 0"]
    stopped: list[int] = []

    def meddle(process: BatchProcess, event: Event) -> None:
        if (event.kind, event.submission) == ("begun", hanging) and not stopped:
            stopped.append(pid_of(process))
            os.kill(stopped[0], signal.SIGSTOP)

    progress = grade(tiny, meddling(tiny, meddle, lambda batch: 2.0 if hanging in batch and not stopped else LONG))
    assert points(tiny) == all_right(tiny) and progress.machine == []
    assert failures(tiny, "right 0")[0].startswith("No answer came for 2 seconds, so the process was ended.")
    assert not psutil.pid_exists(stopped[0])


@of_size(1)
def test_start_that_fails_is_repeated(tiny: TinyClass) -> None:
    """A machine that can start no process for a moment, or kills one at once, as where others use it up, fails at no submission."""
    errors = [OSError(11, "Resource temporarily unavailable")]
    killed: list[int] = []
    real = meddling(tiny, lambda process, event: None)

    @contextlib.contextmanager
    def start(submissions: list[str]) -> Iterator[RunningBatch]:
        if errors:
            raise errors.pop()
        with real(submissions) as batch:
            if not killed:
                killed.append(pid_of(batch._process))
                os.kill(killed[0], signal.SIGKILL)
            yield batch

    assert grade(tiny, start, jobs=2).machine == []
    assert killed and points(tiny) == {"right 0": 15.0}
    assert failures(tiny, "right 0") == []


def test_processes_that_never_start_end_it(tiny: TinyClass) -> None:
    """One sentence says what the processes died of; no submission is blamed."""

    @contextlib.contextmanager
    def start(submissions: list[str]) -> Iterator[BatchProcess]:
        with BatchProcess(make_batch(tiny.build, "cpu", []), LONG) as process:
            os.kill(pid_of(process), signal.SIGKILL)
            yield process

    with pytest.raises(
        SpecError, match=r"^No grader could be started on this machine: The process ended with signal SIGKILL"
    ):
        grade(tiny, start)
    assert points(tiny) == {}
    assert not any(failures(tiny, name) for name in tiny.submissions)


def lacks_a_layer(manifest: Manifest) -> bytes:
    return msgspec.json.encode(msgspec.structs.replace(manifest, minimum=["a moat"]))


@contextlib.contextmanager
def changed(path: Path, content: bytes) -> Iterator[None]:
    """Give a file of the build another content for a while."""
    whole = path.read_bytes()
    path.write_bytes(content)
    try:
        yield
    finally:
        path.write_bytes(whole)


@pytest.mark.parametrize(
    ("change", "device", "sentence"),
    [
        (lacks_a_layer, "cpu", "The sandbox lacks what this assignment requires"),
        (lambda _: b"{", "cpu", "manifest.json"),
        (msgspec.json.encode, "cuda", "GPU"),
    ],
    ids=["layer", "manifest", "gpu"],
)
def test_unable_machine_says_why(
    tiny: TinyClass,
    monkeypatch: pytest.MonkeyPatch,
    change: Callable[[Manifest], bytes],
    device: Device,
    sentence: str,
) -> None:
    """A build that this machine cannot grade is answered by one sentence before anything is begun."""
    monkeypatch.setattr(torch.cuda, "is_available", lambda: False)  # where there is a GPU
    printed = io.BytesIO()
    with changed(tiny.build / MANIFEST_NAME, change(tiny.manifest)):
        assert grade_batch(Batch(str(tiny.build), device, []), Answers(printed)) == REFUSED
    (line,) = printed.getvalue().splitlines()
    event = msgspec.json.decode(line, type=Event)
    assert event.kind == "unable" and sentence in event.reason and len(event.reason.splitlines()) == 1


def test_unable_machine_ends_it(tiny: TinyClass) -> None:
    """That sentence ends the command at once, and counts against nobody."""
    start = start_here(tiny.record, tiny.build, tiny.manifest, "cpu")
    with changed(tiny.build / MANIFEST_NAME, b"{"), pytest.raises(SpecError, match=r"manifest\.json"):
        grade(tiny, start)
    assert points(tiny) == {} and not any(failures(tiny, name) for name in tiny.submissions)


@of_size(3)
def test_interrupt_keeps_what_is_finished(tiny: TinyClass, others: set[int]) -> None:
    """After Ctrl-C nothing runs, what was finished is in the record, and the next run grades the rest only."""

    def stop(progress: Progress) -> None:
        if progress.done == 2:
            raise KeyboardInterrupt

    real = start_here(tiny.record, tiny.build, tiny.manifest, "cpu")
    with pytest.raises(KeyboardInterrupt):
        grade(tiny, real, on_progress=stop)
    assert list_left(others) == []
    kept = points(tiny)
    assert len(kept) >= 2

    assert grade(tiny, real).total == 3 - len(kept)
    assert points(tiny) == all_right(tiny)
    assert not any(failures(tiny, name) for name in tiny.submissions)


def test_fault_of_ours_gives_no_zero(tiny: TinyClass) -> None:
    """Where the grader itself fails in a test, or a file is lost, nobody loses points: staff read what the machine said."""
    tiny.record.path_of(tiny.submissions["right 0"]).unlink()
    suite = tiny.build / "tests" / "sums" / "hidden" / "test_outputs.py"
    with changed(suite, b"raise RuntimeError('a fault of ours')\n"):
        assert len(grade(tiny, start_here(tiny.record, tiny.build, tiny.manifest, "cpu")).machine) == 2
    assert points(tiny) == {"right 0": "machine", "right 1": "machine"}
    assert failures(tiny, "right 0")[0].endswith("is missing; import the export again.")
    assert "The grader itself failed in the tests" in failures(tiny, "right 1")[0]


STATUS = st.sampled_from(["graded", "refused", "machine"])


@settings(max_examples=25)
@given(st.lists(STATUS, min_size=1, max_size=6))
def test_fault_never_replaces_verdict(tmp_path_factory: pytest.TempPathFactory, statuses: list[str]) -> None:
    """Of all that is said about a submission, the first verdict stays; faults of the machine give way to it."""
    with Record(tmp_path_factory.mktemp("class")) as record:
        with record.transaction() as database:
            database.execute("insert into submission values ('a', 1, 1)")
            database.execute("insert into build values (1, 'b', '', '{}', '')")
        for number, status in enumerate(statuses):
            grading = b"null" if status == "graded" else None
            record.add_result(Result("a", "cpu", status, f"{number}", 0.0, None), 1, grading)
        ((kept,),) = record.query("select reason from result")
        verdicts = [number for number, status in enumerate(statuses) if status != "machine"]
        assert kept == f"{verdicts[0] if verdicts else len(statuses) - 1}"
        assert record.finished(1, "cpu") == ({"a"} if verdicts else set())
