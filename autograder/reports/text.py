"""Make text of students and libraries safe to show, and write numbers as people do."""

from __future__ import annotations

import re
from typing import TypeVar

import msgspec

from autograder.model.grading import Grading, Outcome

MAX_CHARACTERS = 60_000  # Gradescope cuts an output at about 100,000, in the middle of anything

# Colour and cursor commands (CSI), titles and links (OSC), the other two-character escapes.
_ESCAPES = re.compile(r"(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)?|\x1b[ -/]*[0-~]?")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029]")
_DIRECTION = re.compile(
    r"[\u200e\u200f\u202a-\u202e\u2066-\u2069]"
)  # would make a line read differently from what it is
_SURROGATES = re.compile(r"[\ud800-\udfff]")

T = TypeVar("T")


def clean(text: str, max_characters: int = MAX_CHARACTERS) -> str:
    """Return ``text`` with only printable characters, tabs and line ends in it, and a remark where it was cut."""
    if len(text) <= max_characters and text.isascii() and text.isprintable():
        return text  # nearly every text ends here, without the regular expressions
    text = text[: 4 * max_characters]
    text = _ESCAPES.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    text = _SURROGATES.sub("\ufffd", _DIRECTION.sub("", _CONTROL.sub("", text)))
    if len(text) > max_characters:
        text = f"{text[: max_characters - 80].rstrip()}\n[cut here: the rest is too long to show]"
    return text


def reveal(text: str, max_characters: int = MAX_CHARACTERS) -> str:
    """Return ``text`` with every character that is not plainly visible written as an escape, for staff to see what is there."""
    cut = text.replace("\r\n", "\n")[:max_characters]
    shown = "".join(
        character
        if character.isprintable() or character in "\n\t"
        else character.encode("unicode_escape", "surrogatepass").decode()
        for character in cut
    )
    return shown if len(text) <= max_characters else f"{shown.rstrip()}\n[cut here: the rest is too long to show]"


def mark_lines(text: str, mark: str) -> str:
    """Return revealed text with ``mark`` before each line, so that no line of it can pass for one of the grader's own."""
    return "\n".join(mark + line for line in reveal(text).split("\n"))


def format_staff_part(outcome: Outcome) -> str:
    """Return what of an outcome is for staff alone. Each line that student code printed begins with ``| ``."""
    parts = [reveal(outcome.staff)] if outcome.staff else []
    if outcome.printed:
        parts.append(f"Printed by the submission:\n{mark_lines(outcome.printed.rstrip(), '| ')}")
    return "\n".join(parts)


def clean_grading(grading: Grading) -> Grading:
    """Return the same grading with every text in it safe to show and to store."""
    outcomes = [
        msgspec.structs.replace(outcome, staff=reveal(outcome.staff), printed=reveal(outcome.printed))
        for outcome in grading.outcomes
    ]
    grading = msgspec.structs.replace(grading, outcomes=outcomes)
    return msgspec.convert(_clean_strings(msgspec.to_builtins(grading)), Grading)


def _clean_strings(value: T) -> T:
    if isinstance(value, str):
        return clean(value)  # type: ignore[return-value]
    if isinstance(value, list):
        return [_clean_strings(item) for item in value]  # type: ignore[return-value]
    if isinstance(value, dict):
        return {_clean_strings(key): _clean_strings(item) for key, item in value.items()}  # type: ignore[return-value]
    return value


def format_points(value: float) -> str:
    """Return points as people write them: 12, 2.5, 0.33."""
    return f"{value:.2f}".rstrip("0").rstrip(".") if value == value else "0"


def format_signed_points(value: float) -> str:
    """Return points that are given or taken as people write them: +2.5, -0.33, +0."""
    return f"{'-' if round(value, 2) < 0 else '+'}{format_points(abs(value))}"


def format_count(number: int, word: str) -> str:
    """Return a number with its noun: 1 test, 2 tests."""
    return f"{number} {word}{'' if number == 1 else 's'}"
