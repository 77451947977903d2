"""Causes that many students meet, each told in one sentence: what happened, in which file and line, and what to do.

A sentence is the kit's own. What the submission decides of it is which cause, and which line of its own source: the exception's
type and frames, which feedback shows anyway. So nothing more can leave the sandbox here than does without.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from autograder.submission.outline import read_outline
from autograder.suite.errors import StudentError
from autograder.suite.submitted_code import Location
from testkit import source_rules

MAX_FILE_LINES = 5000  # of a file that is searched for the line that a cause stands in


class _Case(NamedTuple):
    """What a cause is told from."""

    kinds: Sequence[str]  # names of the exception's class and its bases, nearest first
    text: str
    places: Sequence[Location]  # outermost first
    sources: Mapping[str, str]
    module: str  # that the test asked for, where that failed

    @property
    def at_import(self) -> bool:
        return bool(self.places) and not self.places[0].function

    def where(self, pattern: re.Pattern[str]) -> str:
        """Return "<file> line <n>" of the line that holds ``pattern``: one that ran, or else the last one before the error."""
        for place in reversed(self.places):
            if pattern.search(place.text):
                return place.name
        last = self.places[-1] if self.places else None
        files = dict.fromkeys([last.file] if last else []) | dict.fromkeys(sorted(self.sources))
        for file in files:
            lines = self.sources.get(file, "").splitlines()[:MAX_FILE_LINES]
            found = [number for number, line in enumerate(lines, 1) if pattern.search(line.partition("#")[0][:400])]
            if last is not None and file == last.file:
                found = [number for number in found if number <= last.line] or found
            if found:
                return f"{file} line {found[-1]}"
        return ""


_DEBUGGER = re.compile(r"\bbreakpoint\(|\bi?pdb\.(?:set_trace|run)\(|\bset_trace\(")
_DEVICE = re.compile(r"""\.(?:cuda|mps|xpu)\b|["'](?:cuda|mps|xpu)\b""")
_NO_DEVICE = re.compile(
    r"no NVIDIA driver|not compiled with CUDA|No CUDA GPUs|no CUDA-capable device|not linked with support for \w+ devices"
    r"|MPS backend|'(?:CUDA|MPS|XPU)' backend|CUDA driver|XPU|on a CUDA device but|[Cc]annot access accelerator"
    r"|type torch\.cuda\.\w+ not available|[Dd]evice string must not be empty|Torch not linked"
)
_WINDOW = re.compile(r"Cannot load backend '|couldn't connect to display|no display name|no \$DISPLAY")
_BACKEND = re.compile(r"\b(?:matplotlib|mpl)\.use\(|switch_backend\(|\btkinter\b|figure\(|subplots\(|plot\(|show\(")
_NETWORK = re.compile(r"urlopen error|getaddrinfo|name resolution|Max retries exceeded|HTTPS?Connection")
_PROCESS = re.compile(
    r"\bsubprocess\b|\bPopen\b|\bos\.(?:fork|popen|system|spawn|exec)|\bmultiprocessing\b|\bmp\.|Pool\(|\.start\(\)"
)
_INPUT = re.compile(r"\binput\(|sys\.stdin")
_IPYTHON = re.compile(r"\bget_ipython\b")
_NEWER_NAME = re.compile(
    r"cannot import name '(\w{1,60})' from '(\w{1,40}(?:\.\w{1,40})?)'"
    r"|module '(\w{1,40})' has no attribute '(\w{1,60})'"
)


def _unreadable(case: _Case) -> str:
    """Explain a file that Python cannot read, or that is no Python: the one that failed, or else the first such one."""
    is_unread = "SyntaxError" in case.kinds or "null bytes" in case.text  # a ValueError before Python 3.12
    if not is_unread and not case.at_import:
        return ""
    files = [case.places[-1].file] if case.places else []
    if is_unread:
        files += [case.module.replace(".", "/") + ".py", *sorted(case.sources)]
    for file in files:
        source = case.sources.get(file)
        problem = read_outline(source.encode()).problem if source is not None else ""
        if source is not None and not problem and is_unread and "\ufffd" in source:
            problem = source_rules.NOT_UTF_8
        if problem and not problem.startswith(
            ("has a syntax error", "has an indentation error")
        ):  # Python says more of these
            return f"{file} {problem}."
    return ""


def _debugger(case: _Case) -> str:
    where = case.where(_DEBUGGER) if "BdbQuit" in case.kinds else ""
    return f"{where} {source_rules.DEBUGGER}." if where else ""


def _device(case: _Case) -> str:
    if not _NO_DEVICE.search(case.text) or not {"RuntimeError", "AssertionError", "TypeError"} & set(case.kinds):
        return ""
    where = case.where(_DEVICE)
    return f"{where} {source_rules.DEVICE}." if where else ""


def _notebook_command(case: _Case) -> str:
    where = case.where(_IPYTHON) if "NameError" in case.kinds and "get_ipython" in case.text else ""
    return f"{where} {source_rules.NOTEBOOK_COMMAND}." if where else ""


def _typed_input(case: _Case) -> str:
    where = case.where(_INPUT) if "EOFError" in case.kinds or "reading from stdin" in case.text else ""
    return f"{where} {source_rules.TYPED_INPUT}." if where else ""


def _window(case: _Case) -> str:
    is_window = _WINDOW.search(case.text) or re.search(r"No module named '_?tkinter'", case.text)
    where = case.where(_BACKEND) if is_window and {"ImportError", "TclError", "Exception"} & set(case.kinds) else ""
    return f"{where} {source_rules.WINDOW}." if where else ""


def _network(case: _Case) -> str:
    if not case.places or "OSError" not in case.kinds or not _NETWORK.search(case.text):
        return ""
    return f"{case.places[-1].name} {source_rules.NETWORK}."


def _process(case: _Case) -> str:
    if not case.places or not {"PermissionError", "BlockingIOError"} & set(case.kinds):
        return ""
    last = case.places[-1]
    return f"{last.name} {source_rules.PROCESSES}." if _PROCESS.search(last.text) else ""


def _missing_file(case: _Case) -> str:
    if not {"FileNotFoundError", "PermissionError", "NotADirectoryError"} & set(case.kinds) or not case.places:
        return ""
    last = case.places[-1]
    where = last.name
    if case.at_import:
        return f"{where} {source_rules.FILE_AT_IMPORT}."
    if "FileNotFoundError" in case.kinds:
        return (
            f"{where} opens a file that the grader does not have: it has your code and the course's files. Read only what the"
            " hand-out names, by its path from the assignment's folder, or take the data as an argument."
        )
    return ""


def _newer_name(case: _Case) -> str:
    found = _NEWER_NAME.search(case.text) if {"ImportError", "AttributeError"} & set(case.kinds) else None
    if found is None or not case.places:
        return ""
    module, name = (found[2], found[1]) if found[2] else (found[3], found[4])
    last = case.places[-1]
    is_named = re.search(rf"\b{name}\b", last.text) is not None
    if module.partition(".")[0] not in sys.stdlib_module_names or not is_named or (module, name) not in ADDED:
        return ""
    needed, here = map(source_rules.format_version, (ADDED[module, name], sys.version_info[:2]))
    where = last.name
    return f"{where} uses {module}.{name}, which needs {needed}, and {here} grades. Write it without that name."


ADDED: dict[tuple[str, str], source_rules.Version] = {  # what students use of newer standard libraries, with its first version
    **{("typing", name): (3, 11) for name in ("Self", "Never", "assert_never", "assert_type", "LiteralString", "NotRequired")},
    **{("typing", name): (3, 11) for name in ("Required", "Unpack", "TypeVarTuple", "reveal_type", "dataclass_transform")},
    **{("typing", name): (3, 12) for name in ("override", "TypeAliasType")},
    **{("typing", name): (3, 13) for name in ("ReadOnly", "TypeIs", "NoDefault")},
    **{("enum", name): (3, 11) for name in ("StrEnum", "ReprEnum", "verify", "member", "nonmember")},
    ("datetime", "UTC"): (3, 11), ("math", "cbrt"): (3, 11), ("math", "exp2"): (3, 11), ("operator", "call"): (3, 11),
    ("itertools", "batched"): (3, 12), ("math", "sumprod"): (3, 12), ("warnings", "deprecated"): (3, 13),
    ("copy", "replace"): (3, 13), ("math", "fma"): (3, 13),
}  # fmt: skip

CAUSES: tuple[Callable[[_Case], str], ...] = (
    _unreadable, _debugger, _device, _notebook_command, _typed_input, _window, _network, _process, _missing_file, _newer_name,
)  # fmt: skip


def explain(error: StudentError, places: Sequence[Location], sources: Mapping[str, str]) -> str:
    """Return the sentence about what student code raised; empty where its cause is none of the common ones.

    Args:
        error: what it raised.
        places: the lines of the submission that were running, outermost first.
        sources: the submission's files by path, decoded.
    """
    case = _Case(error.student_bases, error.text, places, sources, error.requested)
    return next((sentence for cause in CAUSES if (sentence := cause(case))), "")


def explain_import(place: Location | None, package: str, sources: Mapping[str, str]) -> str:
    """Return the sentence about an import of a package that is not there.

    Args:
        place: the import; None where no line of the submission is known.
        package: its name, as it may be shown.
        sources: the submission's files by path, decoded.
    """
    where = place.name if place is not None else "Your code"
    what = f"{where} imports {package}, which this assignment does not install and your submission does not hold."
    if place is not None and not source_rules.is_import_used(sources.get(place.file, ""), place.line):
        return f"{what} Nothing else in the file uses it, so delete that line."
    return f"{what} Use the packages that the hand-out names."


def how_to_see(places: Sequence[Location]) -> str:
    """Return how a student sees the message of an exception that a hidden test does not show."""
    if places and not places[0].function and places[0].file.endswith(".py"):
        module = places[0].file.removesuffix(".py").replace("/", ".")
        return (
            " It was raised while your file was imported, before any input of the test: run"
            f' python -c "import {module}" in the assignment\'s folder to see its message.'
        )
    return " Its message is not shown, because this test's inputs are hidden; try inputs of your own to see it."
