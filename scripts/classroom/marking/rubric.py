"""The rubric items of the questions, as the spec states them and as markers changed them since."""

from __future__ import annotations

import contextlib
import difflib
import json
import re
import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from scripts.classroom.record.record import Record, now
from scripts.coursespec.model import Asked
from scripts.errors import SpecError

QUESTIONS = "questions"  # the record's setting that holds the points of each question
SIMILAR = 0.6  # share of equal characters from which an item of the spec is another's new wording
MAX_TEXT = 2000  # characters of an item
MAX_POINTS = 1000.0
PAGE, SPEC = "page", "spec"  # what took an item out

_GIVES = re.compile(r"^(?P<points>\d+(?:\.\d+)?)(?: points?\b[:, ]*|: *)(?P<text>.*)$", re.DOTALL)
_TAKES = re.compile(r"^.*:\s+(?P<points>\d+(?:\.\d+)?) points? off\.?$", re.DOTALL)


@dataclass(frozen=True)
class Item:
    """An item of a rubric. A mark names items, not points, so that an item that changes changes all marks that use it."""

    id: int
    question: str
    text: str
    points: float


@dataclass(frozen=True)
class Stated:
    """An item as the spec states it; ``source`` is its line there."""

    text: str
    points: float
    source: str


@dataclass(frozen=True)
class ItemChange:
    """What somebody, or the spec, made of an item; ``old`` is None for a new one, ``new`` for one that was taken out."""

    at: str
    author: str
    old: tuple[str, float] | None
    new: tuple[str, float] | None


class ItemChanged(Exception):
    """An item is not what the marker saw when they changed it; nothing was changed."""


def read_rubric(rubric: str) -> tuple[list[Stated], list[str]]:
    """Read the rubric of a question.

    Args:
        rubric: a list in Markdown.

    Returns:
        The items with points ("2 points: ...", "2: ...", or "...: 0.5 points off", which counts negative), and the other lines,
        which are remarks for the marker.
    """
    items: list[Stated] = []
    remarks: list[str] = []
    for line in re.split(r"^[-*] +", rubric, flags=re.MULTILINE):
        text = re.sub(r"\s*\n\s*", " ", line).strip()
        gives, takes = _GIVES.match(text), _TAKES.match(text)
        if gives and gives["text"]:
            items.append(Stated(gives["text"], float(gives["points"]), text))
        elif takes:
            items.append(Stated(text, -float(takes["points"]), text))
        elif text:
            remarks.append(text)
    return items, remarks


def sync_rubric(record: Record, questions: Sequence[Asked]) -> None:
    """Bring the record's rubric up to the spec's; what markers changed or took out on the page stays.

    An item that the spec words anew or gives other points changes with it, and so do the marks that use it.

    Args:
        record: of the class.
        questions: of the assignment, in its order.
    """
    points = {asked.question.id: asked.question.points for asked in questions}
    with _changing(record, SPEC) as database:
        database.execute(
            "insert into info values (?, ?) on conflict (key) do update set value = excluded.value",
            (QUESTIONS, json.dumps(points)),
        )
        for asked in questions:
            _sync(database, asked.question.id, read_rubric(asked.question.rubric)[0])


def _sync(database: sqlite3.Connection, question: str, stated: Sequence[Stated]) -> None:
    rows = database.execute(
        "select * from rubric_item where question = ? and source <> '' order by position, id", (question,)
    ).fetchall()
    found = _pair(stated, {row["id"]: row["source"] for row in rows})
    for position, one in enumerate(stated):
        _store(database, question, position, one, found.get(position))
    for id in {row["id"] for row in rows} - set(found.values()):
        database.execute("update rubric_item set removed = ? where id = ? and removed = ''", (SPEC, id))


def _pair(stated: Sequence[Stated], known: dict[int, str]) -> dict[int, int]:
    """Return the id of the item that each stated one is, by its position: the equal one, else the most similar one.

    Args:
        stated: the spec's items.
        known: what the record's items were in the spec, by id.
    """
    likeness = [
        (2.0 if one.source == source else _compare(one.source, source), -abs(position - index), position, id)
        for position, one in enumerate(stated)
        for index, (id, source) in enumerate(known.items())
    ]
    found: dict[int, int] = {}
    for ratio, _, position, id in sorted(likeness, reverse=True):
        if ratio >= SIMILAR and position not in found and id not in found.values():
            found[position] = id
    return found


def _compare(one: str, other: str) -> float:
    """Return the share of equal characters in the wording of two items, whatever their points."""
    first, second = (re.sub(r"^[\d.]+( points?)?\W*", "", text) for text in (one, other))
    return difflib.SequenceMatcher(None, first, second, autojunk=False).ratio()


def _store(database: sqlite3.Connection, question: str, position: int, stated: Stated, id: int | None) -> None:
    if id is None:
        database.execute(
            "insert into rubric_item (question, position, text, points, source) values (?, ?, ?, ?, ?)",
            (question, position, stated.text, stated.points, stated.source),
        )
        return
    database.execute(
        "update rubric_item set position = ?, removed = iif(removed = ?, '', removed) where id = ?",
        (position, SPEC, id),
    )
    database.execute(
        "update rubric_item set text = ?, points = ?, source = ? where id = ? and source <> ?",
        (stated.text, stated.points, stated.source, id, stated.source),
    )


def question_points(record: Record) -> dict[str, float]:
    """Return the points of each question of the assignment, as the spec had them when marking began or went on."""
    return {str(id): float(points) for id, points in json.loads(record.info(QUESTIONS, "{}")).items()}


def list_items(record: Record, question: str) -> list[Item]:
    """Return the items of a question that are in use, in their order."""
    rows = record.query("select * from rubric_item where question = ? and removed = '' order by position, id", question)
    return [Item(row["id"], question, row["text"], row["points"]) for row in rows]


def item_history(record: Record, question: str) -> list[ItemChange]:
    """Return what became of a question's items since the spec stated them first, the oldest change first."""
    rows = record.query(
        "select rubric_change.* from rubric_change join rubric_item on rubric_item.id = rubric_change.item "
        "where question = ? order by rubric_change.id",
        question,
    )
    return [
        ItemChange(
            row["at"], row["author"], *(
                None if row[f"{one}_text"] is None else (row[f"{one}_text"], row[f"{one}_points"]) for one in ("old", "new")
            )
        )
        for row in rows
    ]  # fmt: skip


def _states(database: sqlite3.Connection) -> dict[int, tuple[str, float] | None]:
    """Return text and points of every item by id; None for one that is not in use."""
    rows = database.execute("select id, text, points, removed from rubric_item").fetchall()
    return {row["id"]: None if row["removed"] else (row["text"], row["points"]) for row in rows}


@contextlib.contextmanager
def _changing(record: Record, author: str) -> Iterator[sqlite3.Connection]:
    """Give the database for a change of items, and keep what they became; what the spec states first is no change."""
    with record.transaction() as database:
        before = _states(database)
        yield database
        changes = [
            (id, author, now(), *(before.get(id) or (None, None)), *(state or (None, None)))
            for id, state in _states(database).items()
            if state != before.get(id) and (id in before or author != SPEC)
        ]
        database.executemany(
            "insert into rubric_change (item, author, at, old_text, old_points, new_text, new_points) "
            "values (?, ?, ?, ?, ?, ?, ?)",
            changes,
        )


def add_item(record: Record, question: str, text: str, points: float, author: str) -> int:
    """Add an item below the others and return its id.

    Raises:
        SpecError: it has no text, too much of it, or points out of all measure.
    """
    _check(text, points)
    with _changing(record, author) as database:
        added = database.execute(
            "insert into rubric_item (question, position, text, points) "
            "select ?, coalesce(max(position), 0) + 1000, ?, ? from rubric_item where question = ?",
            (question, text.strip(), points, question),
        )
        return int(added.lastrowid or 0)


def change_item(record: Record, seen: Item, text: str, points: float, author: str) -> None:
    """Change an item, and with it every mark that uses it.

    Args:
        record: of the class.
        seen: the item as the marker saw it.
        text: the new one.
        points: the new ones.
        author: who changes it.

    Raises:
        ItemChanged: somebody else changed it meanwhile.
        SpecError: see :func:`add_item`.
    """
    _check(text, points)
    _update(record, seen, "text = ?, points = ?", (text.strip(), points), author)


def remove_item(record: Record, seen: Item, author: str) -> None:
    """Take an item out of the rubric and out of every mark that uses it; nothing is deleted.

    Raises:
        ItemChanged: somebody else changed it meanwhile.
    """
    _update(record, seen, "removed = ?", (PAGE,), author)


def restore_item(record: Record, id: int, author: str) -> None:
    """Put an item back that was taken out on the page, and into the marks that used it."""
    with _changing(record, author) as database:
        database.execute("update rubric_item set removed = '' where id = ? and removed = ?", (id, PAGE))


def _update(record: Record, seen: Item, changes: str, values: tuple[object, ...], author: str) -> None:
    with _changing(record, author) as database:
        done = database.execute(
            f"update rubric_item set {changes} where id = ? and question = ? and text = ? and points = ? and removed = ''",
            (*values, seen.id, seen.question, seen.text, seen.points),
        )
        if not done.rowcount:
            raise ItemChanged


def _check(text: str, points: float) -> None:
    if not text.strip() or len(text) > MAX_TEXT:
        raise SpecError(f"An item of a rubric has 1 to {MAX_TEXT} characters; shorten it, or write some.")
    if not abs(points) <= MAX_POINTS:
        raise SpecError(f"An item of a rubric gives at most {MAX_POINTS:g} points and takes at most as many.")
