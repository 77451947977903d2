"""``python -m scripts.classroom.engine.worker``: grade a batch of submissions and say how each ended, a line of JSON each.

The batch is a line of JSON on standard input, which stays open: when it ends, whoever asked is gone, and so is this process soon.
"""

from __future__ import annotations

import contextlib
import os
import signal
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import IO

import msgspec

from autograder.isolation.server import SandboxError
from autograder.model.grading import Grading
from autograder.model.manifest import Device
from autograder.reports.text import clean_grading
from autograder.submission import Submission, SubmissionError, name_submission

# For the grader to remove what it wrote, once nobody waits for it: longer than for its server to end.
SECONDS_TO_CLOSE = 15.0
FAILED = 1  # exit code
REFUSED = 2  # exit code: this machine cannot grade the build


class Batch(msgspec.Struct, frozen=True):
    """What is asked: submissions' zips under a build."""

    build: str
    device: Device
    submissions: list[str]


class Event(msgspec.Struct, frozen=True, omit_defaults=True):
    """What is answered.

    Attributes:
        kind: "ready" once the grader is; "begun" with a submission; then "graded", "refused" or "machine" with it; "unable" where
            this machine cannot grade the build.
        submission: its name, the digest.
        reason: a sentence, where it was not graded.
        grading: of a submission that was.
        seconds: that it took.
    """

    kind: str
    submission: str = ""
    reason: str = ""
    grading: msgspec.Raw = msgspec.Raw(b"null")
    seconds: float = 0.0


class Answers:
    """Writes events to whoever asked."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream

    def send(self, event: Event) -> None:
        """Write an event, a line."""
        self._stream.write(msgspec.json.encode(event) + b"\n")
        self._stream.flush()


def grade_batch(batch: Batch, answers: Answers) -> int:
    """Grade a batch and return the exit code."""
    from autograder.api import Grader, RefusedError, has_gpu  # imports torch

    try:
        if batch.device == "cuda" and not has_gpu():
            raise RefusedError("There is no GPU here that torch can use; use DEVICE=cpu, or a machine that has one.")
        with Grader(Path(batch.build), device=batch.device) as grader:
            if not grader.tests():
                raise RefusedError(
                    f"The assignment {grader.manifest.assignment} has no suites for DEVICE={batch.device}."
                )
            answers.send(Event("ready"))

            def take_each() -> Iterator[Submission]:
                for path in batch.submissions:
                    name = name_submission(Path(path))
                    answers.send(Event("begun", name))
                    if not Path(path).is_file():  # which is no verdict on what was handed in
                        answers.send(Event("machine", name, f"{path}: is missing; import the export again."))
                        continue
                    started = time.monotonic()
                    try:
                        yield grader.take(Path(path))
                    except SubmissionError as error:
                        answers.send(Event("refused", name, str(error), seconds=time.monotonic() - started))

            grader.grade_each(take_each(), lambda grading: answers.send(describe(grading)))
    except RefusedError as error:
        if isinstance(error.__cause__, SandboxError):  # the fork server ended: the next process may not meet that
            print(error, file=sys.stderr)
            return FAILED
        answers.send(Event("unable", reason=str(error)))
        return REFUSED
    return 0


def describe(grading: Grading) -> Event:
    """Return the event of a grading; where the grader itself failed in a test, no points follow from it."""
    failed = [outcome.test.number for outcome in grading.outcomes if outcome.reason == "grader_error"]
    if failed:
        reason = f"The grader itself failed in the tests {', '.join(failed)}."
        return Event("machine", grading.submission, reason, seconds=grading.seconds)
    return Event(
        "graded",
        grading.submission,
        grading=msgspec.Raw(msgspec.json.encode(clean_grading(grading))),
        seconds=grading.seconds,
    )


def wait_for_end(stream: IO[bytes]) -> None:
    """Return when ``stream`` ends, because whoever held the other side is gone or wants no more."""
    with contextlib.suppress(OSError, ValueError):
        while stream.read(1):
            pass


def _watch(stream: IO[bytes]) -> None:
    """Interrupt the process when ``stream`` ends."""
    wait_for_end(stream)
    signal.pthread_kill(threading.main_thread().ident or 0, signal.SIGINT)  # so that it also leaves a call that waits
    time.sleep(SECONDS_TO_CLOSE)
    os._exit(1)


def main() -> int:
    """Grade the batch that standard input names."""
    signal.signal(signal.SIGINT, signal.default_int_handler)  # also where it was started with Ctrl-C ignored
    # What anything else in this process prints is for the log, not for whoever reads the answers.
    answers = Answers(os.fdopen(os.dup(1), "wb"))
    os.dup2(2, 1)
    batch = msgspec.json.decode(sys.stdin.buffer.readline(), type=Batch)
    threading.Thread(target=_watch, args=(sys.stdin.buffer,), daemon=True).start()
    try:
        return grade_batch(batch, answers)
    except (KeyboardInterrupt, BrokenPipeError):
        return FAILED


if __name__ == "__main__":
    code = main()
    sys.stderr.flush()
    os._exit(code)  # the thread waits in a read that nothing ends
