"""Explains the failure of a test: in words for the student, which hold nothing hidden, and in full for staff.

What may be shown of text that student code chose is in ``redaction``. A public test shows no more of it than a hidden one: students
run it at home, where they see everything.
"""

from __future__ import annotations

import signal
import sys
import traceback

import msgspec

from autograder.model.grading import Reason
from autograder.model.manifest import Test
from autograder.suite import common_causes
from autograder.suite.errors import (
    BadScoreError,
    MissingError,
    OverdueError,
    StudentError,
    UnsendableError,
    WorkerEnded,
)
from autograder.suite.redaction import KNOWN_EXCEPTIONS, clean_line, safe_message
from autograder.suite.slow_imports import MAX_IMPORT_SECONDS
from autograder.suite.submitted_code import Location, SubmittedCode
from testkit.check import CheckFailure
from testkit.controls import ControlFailure
from testkit.source_rules import format_version

_TOO_MUCH_MEMORY = (
    "Your code asked for more memory than the {} MB that this test allows. Look for a list that keeps whole tensors or graphs"
    " (use .item() or .detach()), or for a broadcast that makes a huge result."
)

_UNUSABLE_ANSWER = (
    "What your code returned could not be used by this test, most likely because it has another type or structure than the"
    " hand-out asks for. Compare what you return with the signature there. If it looks right, tell the course staff."
)
_UNUSABLE_ARGUMENT = (
    "Your code called a model or a function that this test gave to it, and the call failed. Most likely what was passed has"
    " another shape, type or structure than the hand-out asks for, so compare your call with it. If it looks right, tell the"
    " course staff."
)


class Explanation(msgspec.Struct):
    """Why a test failed: for the student (``message``, ``traceback``, ``hint``) and for staff."""

    reason: Reason
    message: str
    traceback: str = ""
    hint: str = ""
    staff: str = ""


def explain(error: BaseException, test: Test, code: SubmittedCode, *, in_callback: bool = False) -> Explanation:
    """Return the explanation of the error with which a test ended.

    Args:
        error: what the test raised.
        test: the test.
        code: the submission's source.
        in_callback: whether a function that the test gave to the student's code raised it.
    """
    staff = _format_traceback(error, test)
    if isinstance(error, CheckFailure):
        reason: Reason = "control" if isinstance(error, ControlFailure) else "wrong"
        return Explanation(reason, f"{error.words}{_at_home(test)}", hint=error.hint, staff=staff)
    if isinstance(error, WorkerEnded):
        return _explain_ending(error, test, staff)
    if isinstance(error, StudentError):
        return _explain_exception(error, test, code, staff)
    if isinstance(error, OverdueError):
        message = (
            "The grader's own part of this test took too long, which is not your fault. Please tell the course staff."
        )
        return Explanation("grader_error", message, staff=staff)
    if isinstance(error, BadScoreError):
        message = "This test could not work out its points, which is not your fault. Please tell the course staff."
        return Explanation("grader_error", message, staff=staff)
    if isinstance(error, UnsendableError):
        message = (
            "This test could not ask what it wanted to ask, which is not your fault. Please tell the course staff."
        )
        return Explanation("grader_error", message, staff=f"{staff}\n{_find_line(error, test)}: {error}")
    message = _UNUSABLE_ARGUMENT if in_callback else _UNUSABLE_ANSWER
    return Explanation("grader_error", message, staff=staff)


def _format_traceback(error: BaseException, test: Test) -> str:
    """Return an error with its traceback from the test's own frame on: those before are pytest's, the same in every test."""
    trace = error.__traceback__
    while trace is not None and not trace.tb_frame.f_code.co_filename.endswith(f"/{test.file}"):
        trace = trace.tb_next
    return "".join(traceback.format_exception(type(error), error, trace or error.__traceback__)).strip()


def _find_line(error: BaseException, test: Test) -> str:
    """Return the file of a test and the last of its lines that an error passed."""
    line = 0
    trace = error.__traceback__
    while trace is not None:
        if trace.tb_frame.f_code.co_filename.endswith(f"/{test.file}"):
            line = trace.tb_lineno
        trace = trace.tb_next
    return f"{test.file}:{line}"


def _explain_ending(error: WorkerEnded, test: Test, staff: str) -> Explanation:
    limits = test.limits
    if error.ending == "time" and error.importing:
        return Explanation("time", _explain_slow_import(error, test), staff=staff)
    if error.ending == "time":
        if error.detail == "CPU limit":
            used = f"more than the {limits.cpu_seconds:g} seconds of computing time that this test allows"
        else:
            used = f"{limits.wall_seconds:g} seconds and gave no answer"
        message = (
            f"Stopped: your code took {used}. Look for a loop that never ends, a wait for input or for sleep(), or a Python loop"
            " over elements that one tensor operation could do."
        )
        return Explanation("time", message, staff=staff)
    if error.ending == "unreached":
        message = (
            "The time for the whole run was used up before this test had an answer, so it counts as failed. Make the tests that"
            " take longest faster, and it will be reached."
        )
        return Explanation("unreached", message, staff=staff)
    if error.ending == "protocol":
        message = (
            "The process that runs your code sent something that is no answer to what the test asked. Code that writes to the"
            " grader's connection, or returns extremely large results, causes this."
        )
        return Explanation("protocol", message, staff=f"{error.detail}\n{staff}")
    if error.ending == "memory":
        return Explanation("memory", _TOO_MUCH_MEMORY.format(test.limits.memory_mb), staff=staff)
    if error.ending == "disk":
        return Explanation(
            "stopped",
            f"Stopped: your code wrote more than {limits.written_mb} MB to files. What is overwritten or removed counts too,"
            " so save less often.",
            staff=staff,
        )
    status = int(error.detail.rpartition(" ")[2]) if error.detail.startswith("status ") else 0
    if status in (-signal.SIGSEGV, -signal.SIGBUS, -signal.SIGABRT, -signal.SIGILL, -signal.SIGFPE):
        name = signal.Signals(-status).name
        message = (
            f"The Python process crashed ({name}) while it ran your code. Very deep recursion, or memory changed behind Python's"
            " back, does this."
        )
    else:
        message = (
            "The Python process that ran your code ended before it had answered. Calls such as exit(), quit() or os._exit() end"
            " it: return a value instead."
        )
    return Explanation("stopped", message, staff=f"{error.detail}\n{staff}")


def _explain_slow_import(error: WorkerEnded, test: Test) -> str:
    seconds = {
        "CPU limit": f"{test.limits.cpu_seconds:g} seconds of computing time",
        "wall limit": f"{test.limits.wall_seconds:g} seconds",
    }.get(error.detail, f"{MAX_IMPORT_SECONDS:g} seconds")
    return (
        f"Stopped: importing {error.importing.replace('.', '/')}.py takes longer than {seconds}, so each test that needs it fails."
        " What stands outside functions runs at every import: put training, experiments and sleep() under"
        ' `if __name__ == "__main__":`, and look there for a loop that never ends.'
    )


def _explain_exception(error: StudentError, test: Test, code: SubmittedCode, staff: str) -> Explanation:
    locations = code.find_locations(error.frames)
    where = locations[-1].name if locations else ""
    lines = _format_locations(locations)
    staff = f"{error}\n{staff}"
    name = next((kind for kind in error.student_bases if kind in KNOWN_EXCEPTIONS), "an exception")
    is_stub = locations and locations[-1].text.startswith("raise NotImplementedError")  # torch raises it too
    if is_stub and error.student_bases[:1] == ["NotImplementedError"]:
        function = f"`{locations[-1].function}` " if locations[-1].function.isidentifier() else ""
        return Explanation("unwritten", f"Not written yet: {function}still has its TODO ({where}).", staff=staff)

    def is_allowed(role: str, name: str) -> bool:
        """Return whether the raising line, or what the test asked for, can bring ``name`` into a message."""
        if locations:
            return name in code.choices(role, locations[-1])
        called, given = error.asked[:1], error.asked[1:]
        if role == "argument":
            return name in given or any(name in code.arguments(function) for function in called)
        return name in called

    if not isinstance(error, MissingError) and (cause := common_causes.explain(error, locations, code.sources)):
        return Explanation("raised", cause, traceback=lines, staff=staff)
    if error.package and "ModuleNotFoundError" in error.student_bases and not isinstance(error, MissingError):
        package = error.package if is_allowed("package", error.package) else "a package"
        message = common_causes.explain_import(locations[-1] if locations else None, package, code.sources)
        return Explanation("package", message, staff=staff)
    if isinstance(error, MissingError):
        return _explain_missing(error, staff)
    if (
        "MemoryError" in error.student_bases
        or "allocate memory" in error.text
        or "OutOfMemoryError" in error.student_bases
    ):
        return Explanation("memory", _TOO_MUCH_MEMORY.format(test.limits.memory_mb), traceback=lines, staff=staff)
    if "SystemExit" in error.student_bases:
        message = f"Your code called exit(){f' ({where})' if where else ''}: return a value instead."
        return Explanation("stopped", message, traceback=lines, staff=staff)
    text = safe_message(clean_line(error.text), [name], is_allowed)
    message = f"Your code raised {name}{f': {text}' if text else ''}{'' if text.endswith('.') else '.'}"
    if not text and error.text and not test.public:
        message += common_causes.how_to_see(locations)
    if "PermissionError" in error.student_bases:
        message += (
            " While grading, code cannot start processes, use the network, or touch files outside its own folder."
        )
    if "SyntaxError" in error.student_bases and where:
        message = f"{format_version(sys.version_info[:2])} cannot read {where}: {text or 'a syntax error'}."
    return Explanation("raised", f"{message}{_at_home(test)}", traceback=lines, staff=staff)


def _at_home(test: Test) -> str:
    """Return the sentence that leads to the values and the whole message of a public test."""
    return (
        f"\nRun `pytest tests/{test.problem}` on your machine to see everything about this test." if test.public else ""
    )


def _explain_missing(error: MissingError, staff: str) -> Explanation:
    if "ModuleNotFoundError" in error.student_bases:
        path = error.requested.replace(".", "/") + ".py"
        return Explanation("missing", f"Your submission has no file {path}, which this test needs.", staff=staff)
    missing = f"Your submission does not define `{error.requested}`, which this test needs."
    message = f"{missing} Check its spelling and the file it is in."
    return Explanation("missing", message, staff=staff)


def _format_locations(locations: list[Location]) -> str:
    lines = []
    for location in locations:
        function = f", in {location.function}" if location.function else ""
        lines.append(f"{location.name}{function}\n    {location.text}")
    return "\n".join(lines)
