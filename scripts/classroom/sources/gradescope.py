"""Gradescope's export: a folder for each submission, and a YAML file that says whose and of when."""

from __future__ import annotations

import re
from datetime import datetime, timezone
from typing import Any

from scripts.classroom.sources.container import Container
from scripts.classroom.sources.list_times import parse_iso
from scripts.classroom.sources.model import Export, HandIn, Person
from scripts.errors import SpecError

METADATA = "submission_metadata.yml"
FLOW_SYMBOL = re.compile(r"([{,] ?):(name|sid|email):")


def read_gradescope(container: Container, metadata: str, names: list[str]) -> Export:
    """Read an export of Gradescope's.

    Args:
        container: the export.
        metadata: path of its YAML file.
        names: of its files.

    Raises:
        SpecError: the YAML file is damaged.
    """
    given = _load(container.read(metadata), f"{container.display}: {metadata}")
    prefix = metadata[: -len(METADATA)]
    files: dict[str, dict[str, str]] = {}
    for name in names:
        folder, _, file = name[len(prefix) :].partition("/")
        if file:
            files.setdefault(folder, {})[file] = name
    export = Export("Gradescope")
    for label, entry in given.items():
        people = tuple(map(_person, entry.get("submitters", [])))
        if not people:
            export.remarks.append(f"{METADATA} names no submitter of {label}; it was left out.")
            continue
        export.hand_ins.append(HandIn(label, people, files.get(label, {}), _time(entry.get("created_at"))))
    unknown = sorted(set(files) - set(given))
    if unknown:
        export.remarks.append(
            f"{len(unknown)} folders, such as {unknown[0]}, are not in {METADATA}; they were left out."
        )
    return export


def _load(text: bytes, place: str) -> dict[str, Any]:
    """Return what the YAML says of each submission, by its folder."""
    import yaml

    # The C parser, where there is one: with their results, the metadata of 2,000 people take minutes without.
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        # Ruby's symbols on one line, {:name: Ada}, are a key with a colon in front to Ruby alone.
        given = yaml.load(FLOW_SYMBOL.sub(r"\1\2:", text.decode("utf-8-sig")), Loader=loader)
    except (yaml.YAMLError, UnicodeDecodeError, RecursionError, ValueError) as error:
        mark = getattr(error, "problem_mark", None)
        line = f", line {mark.line + 1}" if mark is not None else ""
        raise SpecError(f"{place}{line}: is not YAML that can be read; export the submissions again.") from error
    if not isinstance(given, dict):
        raise SpecError(f"{place}: should name the submissions; export them again.")
    return {str(label): _plain(entry) for label, entry in given.items()}


def _plain(entry: object) -> dict[str, Any]:
    """Return an entry with the colons of Ruby's symbols taken from its keys; what is nested deeper than submitters is not read."""
    if not isinstance(entry, dict):
        return {}
    plain = {str(key).removeprefix(":"): value for key, value in entry.items()}
    submitters = plain.get("submitters")
    plain["submitters"] = [
        {str(key).removeprefix(":"): value for key, value in one.items()}
        for one in (submitters if isinstance(submitters, list) else [])
        if isinstance(one, dict)
    ]
    return plain


def _person(given: dict[str, Any]) -> Person:
    def text(key: str) -> str:
        value = given.get(key)
        return str(value).strip() if isinstance(value, (str, int)) else ""

    return Person(name=text("name"), email=text("email"), sid=text("sid"))


def _time(value: object) -> datetime | None:
    if isinstance(value, datetime):
        return value if value.tzinfo else value.replace(tzinfo=timezone.utc)
    text = str(value).strip()
    return parse_iso(text) or parse_iso(f"{text} Z")
