"""What ends a test besides a failed check: student code raised, its worker ended, or the grader's own part hangs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from autograder.isolation.rpc import messages
from autograder.suite.redaction import is_library_exception

Ending = Literal["time", "memory", "stopped", "protocol", "unreached", "disk"]


class StudentError(Exception):
    """Student code raised.

    Attributes:
        student_bases: the known names among the exception's class and its bases, nearest first, as the worker claims them.
        text: the exception's message, which student code may have chosen.
        frames: the claimed frames in the submission's files, outermost first.
        package: the package that could not be imported, where that is what failed.
        requested: the module or name that the test asked for, where that is what failed.
        asked: the name of what the test called, and of the arguments that it gave by name.
    """

    def __init__(self, reply: messages.Raised, *, requested: str = "", asked: Sequence[str] = ()) -> None:
        self.student_bases = [name for name in reply.types if is_library_exception(name)] or ["Exception"]
        self.text = reply.message
        self.frames = reply.frames
        self.package = reply.package
        self.requested = requested
        self.asked = tuple(asked)
        words = f"{reply.types[0] if reply.types else 'an exception'}: {reply.message}"
        super().__init__(words.replace("\n", "\n| "))  # for staff: no line of it looks like one of the grader's


class MissingError(StudentError, AttributeError):
    """A module or a name that the test needs does not exist."""


class WorkerEnded(BaseException):  # a test must not catch it by catching Exception
    """The worker ended before it answered."""

    def __init__(self, ending: Ending, detail: str = "", importing: str = "") -> None:
        self.ending, self.detail = ending, detail
        self.importing = importing  # the module whose import was asked for
        super().__init__(f"{ending}: {detail}{f' while importing {importing}' if importing else ''}")


class OverdueError(BaseException):  # a test must not catch it by catching Exception
    """The grader's own part of a test still runs after every limit of the student's part."""


class UnsendableError(BaseException):  # a test must not take it for an exception of student code
    """A test gave student code what cannot be sent to it. The message says what, and what to give instead."""


class BadScoreError(Exception):
    """A test set a score that none can be."""


def drop_tracebacks(error: BaseException | None) -> None:
    """Remove the frames from an error and from the errors that it came from: they keep large answers in memory."""
    while error is not None:
        error.__traceback__ = None
        error = error.__context__
