"""Whose a submission is, and of which assignment, as its ``report/about.toml`` says."""

from __future__ import annotations

import re
import sys

import msgspec

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

ABOUT = "report/about.toml"
MAX_BYTES = 20_000
MAX_NAME = 100  # characters


class About(msgspec.Struct, frozen=True):
    """What the file says; empty where it says nothing that can be used."""

    author: str = ""  # name and ID, for people
    assignment: str = ""


def read_about(data: bytes) -> About:
    """Return what a student wrote into the file, which may be anything at all."""
    try:
        table = tomllib.loads(data[:MAX_BYTES].decode("utf-8-sig"))
    except (ValueError, RecursionError):
        return About()
    name, identifier, assignment = (_read_line(table.get(key)) for key in ("name", "id", "assignment"))
    author = f"{name} ({identifier})" if name and identifier else name or identifier
    return About(author, assignment if re.fullmatch(r"[A-Za-z0-9_-]{1,60}", assignment) else "")


def _read_line(value: object) -> str:
    if isinstance(value, bool) or not isinstance(value, (str, int)):
        return ""
    text = "".join(character if character.isprintable() else " " for character in str(value)[: 2 * MAX_NAME])
    return " ".join(text.split())[:MAX_NAME]
