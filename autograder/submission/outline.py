"""What the files of a submission import and define, read from their source without running it.

The parsing is done by ``outline_reader`` in a process of its own, so that no source can keep the grader busy or end it.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterable, Sequence
from itertools import islice

import msgspec

from autograder.submission import outline_reader
from autograder.submission.outline_reader import Outline
from testkit import source_rules

# Longer source is not parsed: a syntax tree is hundreds of times as large as its source, and may take seconds to make.
MAX_SOURCE_BYTES = 128 * 1024

MAX_READING_SECONDS = 20.0  # for all files of a submission; those of the whole course took 0.2 s
_TOO_SLOW = Outline(problem=f"takes Python more than {outline_reader.MAX_SECONDS:g} seconds to read")
_TOO_LATE = Outline(problem=f"comes after files that took Python {MAX_READING_SECONDS:g} seconds to read")
_TOO_HARD = Outline(problem="is nested too deeply for Python to read")

_READER = [sys.executable, "-I", "-S", "-B", outline_reader.__file__]
_ENVIRONMENT = {name: os.environ[name] for name in ("LD_LIBRARY_PATH",) if name in os.environ}
_MAX_KNOWN = 200  # outlines kept: more than a submission's files
_known: dict[bytes, Outline] = {}


def read_outline(source: bytes) -> Outline:
    """Return the outline of a module; an empty one where the source is longer than ``MAX_SOURCE_BYTES``."""
    return read_outlines([source])[0]


def read_outlines(sources: Iterable[bytes], seconds: float = MAX_READING_SECONDS) -> list[Outline]:
    """Return the outline of each module, as ``read_outline`` does; one process reads all that are new.

    Args:
        sources: of the modules.
        seconds: after which the rest is not read; ``is_refused`` tells.
    """
    sources = list(sources)
    deadline = time.monotonic() + seconds
    found = {source: outline for source in sources if (outline := _judge_bytes(source) or _known.get(source))}
    new = [source for source in dict.fromkeys(sources) if source not in found]
    while new:
        outlines = _run_reader(new, deadline - time.monotonic())
        found.update(zip(new, outlines, strict=False))
        new = new[len(outlines) :]
    _known.update((source, outline) for source, outline in found.items() if not is_refused(outline))
    for old in list(islice(_known, max(0, len(_known) - _MAX_KNOWN))):
        del _known[old]
    return [found[source] for source in sources]


def is_refused(outline: Outline) -> bool:
    """Return whether a file takes too long to read, and so must not be given to anything else that reads it."""
    return outline in (_TOO_SLOW, _TOO_LATE)


def _judge_bytes(source: bytes) -> Outline | None:
    """Return the outline of a source that needs no parsing or must not be parsed; None for all others."""
    if problem := source_rules.explain_encoding(source):
        return Outline(problem=problem)
    return Outline() if len(source) > MAX_SOURCE_BYTES else None


def _run_reader(sources: Sequence[bytes], seconds: float) -> list[Outline]:
    """Return the outlines of the first sources: of all, or of those up to one at which the reader ended."""
    if seconds <= 0:
        return [_TOO_LATE] * len(sources)
    framed = b"".join(outline_reader.SIZE.pack(len(source)) + source for source in sources)
    try:
        done = subprocess.run(
            _READER, input=framed, capture_output=True, timeout=seconds, cwd="/", env=_ENVIRONMENT, check=False
        )
        output, last = done.stdout, _TOO_SLOW if done.returncode == -signal.SIGPROF else _TOO_HARD
    except subprocess.TimeoutExpired as error:
        output, last = error.stdout or b"", _TOO_LATE
    lines = output.split(b"\n")[:-1]  # what follows the last line's end is cut short
    outlines = [
        _explain_syntax(msgspec.json.decode(line, type=Outline), source)
        for line, source in zip(lines, sources, strict=False)
    ]
    return outlines if len(outlines) == len(sources) else [*outlines, last]


def _explain_syntax(outline: Outline, source: bytes) -> Outline:
    """Put the reader's syntax error, if there is one, into words."""
    if outline.syntax_error is None:
        return outline
    line, message = outline.syntax_error
    if any(word in message.lower() for word in ("utf-8", "codec", "encoding")):
        return outline._replace(problem=source_rules.NOT_UTF_8)
    text = source.decode("utf-8", "replace")
    return outline._replace(problem=source_rules.explain_syntax(text, line, message, sys.version_info[:2]))
