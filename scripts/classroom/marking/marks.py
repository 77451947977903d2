"""Marks of written answers. A mark is never rewritten: the newest that was not taken back counts."""

from __future__ import annotations

import hashlib
import math
import secrets
import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from scripts.classroom.marking.rubric import question_points
from scripts.classroom.record.record import Record, now
from scripts.classroom.standing.grades import counted_submissions
from scripts.errors import SpecError

SEED = "marking seed"  # the record's setting by which the order of answers is drawn
SAMPLE = 0.1  # share of a question's answers that a second marker marks
MAX_COMMENT = 10_000  # characters
MAX_ADJUSTMENT = 1000.0  # points
_COUNTS = (
    "takes_back is null and is_second = ? and id not in (select takes_back from mark where takes_back is not null)"
)
_NEWEST = f"select max(id) from mark where question = ? and {_COUNTS} group by person"


@dataclass(frozen=True)
class Card:
    """An answer to be marked: one submission, for everybody whose it is.

    Attributes:
        key: names it on the page, without saying whose it is; answers are in the order of their keys.
        submission: its digest.
        people: ids of whom it counts for; a group's answer is marked once.
    """

    key: str
    submission: str
    people: tuple[int, ...]


@dataclass(frozen=True)
class Mark:
    """What a marker gave an answer; ``items`` are ids of rubric items."""

    id: int
    person: int
    marker: str
    submission: str
    items: frozenset[int]
    adjustment: float
    comment: str


@dataclass(frozen=True)
class Agreement:
    """How alike two markers marked the same answers to a question.

    Attributes:
        answers: how many were marked twice.
        exact: share of them with the same points.
        difference: mean of the second marker's points less the first one's.
    """

    answers: int
    exact: float
    difference: float


class Changed(Exception):
    """A newer mark, or one taken back, than the marker saw is there; nothing was saved."""


def list_cards(record: Record, question: str, counted: Mapping[int, str] | None = None) -> list[Card]:
    """Return the answers to a question in an order that is drawn for it, and that later hand-ins do not change.

    Args:
        record: of the class.
        question: its id.
        counted: what :func:`counted_submissions` gives, where several questions are asked for at once.
    """
    seed = _seed(record)
    people: dict[str, list[int]] = {}
    for person, submission in sorted((counted_submissions(record) if counted is None else counted).items()):
        people.setdefault(submission, []).append(person)
    cards = [Card(_draw(seed, question, one), one, tuple(members)) for one, members in people.items()]
    return sorted(cards, key=lambda card: card.key)


def sample_for(record: Record, question: str, marker: str, cards: Sequence[Card]) -> list[Card]:
    """Return the answers that a second marker marks: those of a random sample that somebody else has marked.

    Args:
        record: of the class.
        question: its id.
        marker: the second one.
        cards: all answers to the question.
    """
    seed = _seed(record)
    drawn = sorted(cards, key=lambda card: _draw(seed, f"sample of {question}", card.submission))
    sample = {card.key for card in drawn[: math.ceil(SAMPLE * len(cards))]}
    first = newest_marks(record, question)
    return [
        card
        for card in cards
        if card.key in sample and any(person in first and first[person].marker != marker for person in card.people)
    ]


def _seed(record: Record) -> str:
    with record.transaction() as database:  # two markers may begin at once
        database.execute("insert or ignore into info values (?, ?)", (SEED, secrets.token_hex(16)))
    return record.info(SEED)


def _draw(seed: str, *parts: str) -> str:
    return hashlib.sha256("\0".join([seed, *parts]).encode()).hexdigest()[:20]


def newest_marks(record: Record, question: str, *, is_second: bool = False) -> dict[int, Mark]:
    """Return the mark of each person that counts, or, of a second marker, that is compared with it.

    Args:
        record: of the class.
        question: its id.
        is_second: whether those of second markers are meant.
    """
    rows = record.query(f"select * from mark where id in ({_NEWEST})", question, is_second)
    chosen: dict[int, set[int]] = {}
    for row in record.query(
        "select mark_item.* from mark_item join mark on mark.id = mark_item.mark where question = ?", question
    ):
        chosen.setdefault(row["mark"], set()).add(row["item"])
    return {
        row["person"]: Mark(
            row["id"], row["person"], row["marker"], row["submission"] or "", frozenset(chosen.get(row["id"], ())),
            row["adjustment"], row["comment"],
        )
        for row in rows
    }  # fmt: skip


def count_uses(record: Record, question: str) -> dict[int, int]:
    """Return how many people's marks use each item of a question; marks that were taken back or replaced do not count."""
    rows = record.query(
        f"select item, count(*) as uses from mark_item where mark in ({_NEWEST}) group by item", question, False
    )
    return {row["item"]: row["uses"] for row in rows}


def newest_event(record: Record, card: Card, question: str, *, is_second: bool = False) -> int:
    """Return the id of the newest mark of an answer or of what took one back; 0 where it was never marked.

    Args:
        record: of the class.
        card: the answer.
        question: its id.
        is_second: whether second markers' marks are meant.
    """
    with record.transaction() as database:
        return _newest(database, card, question, is_second)


def _newest(database: sqlite3.Connection, card: Card, question: str, is_second: bool) -> int:
    places = ", ".join("?" * len(card.people))
    row = database.execute(
        f"select max(id) from mark where question = ? and is_second = ? and person in ({places})",
        (question, is_second, *card.people),
    ).fetchone()
    return int(row[0] or 0)


def save_mark(
    record: Record,
    card: Card,
    question: str,
    marker: str,
    *,
    seen: int,
    items: Sequence[int],
    adjustment: float = 0.0,
    comment: str = "",
    is_second: bool = False,
) -> int:
    """Keep a mark of an answer.

    Args:
        record: of the class.
        card: the answer.
        question: its id.
        marker: who marks.
        seen: the newest event of the answer that the marker saw, see :func:`newest_event`.
        items: ids of the rubric items that apply.
        adjustment: points beside them; negative ones are taken.
        comment: for the student.
        is_second: whether it is compared only, and does not count.

    Returns:
        The newest event now.

    Raises:
        Changed: somebody else marked the answer since ``seen``.
        SpecError: an item is not of this question, or a value is out of all measure.
    """
    if not abs(adjustment) <= MAX_ADJUSTMENT:
        raise SpecError(f"An adjustment is at most {MAX_ADJUSTMENT:g} points; write the points that you mean.")
    if len(comment) > MAX_COMMENT:
        raise SpecError(f"A comment has at most {MAX_COMMENT} characters; shorten it.")
    with record.transaction() as database:
        known = {row["id"] for row in database.execute("select id from rubric_item where question = ?", (question,))}
        if not known.issuperset(items):
            raise SpecError("An item that was chosen is not of this question; load the page again.")
        if _newest(database, card, question, is_second) != seen:
            raise Changed
        event = 0
        for person in card.people:
            event = int(
                database.execute(
                    "insert into mark (person, question, marker, submission, adjustment, comment, at, is_second) "
                    "values (?, ?, ?, ?, ?, ?, ?, ?)",
                    (person, question, marker, card.submission, adjustment, comment, now(), is_second),
                ).lastrowid
                or 0
            )
            database.executemany("insert into mark_item values (?, ?)", [(event, item) for item in sorted(set(items))])
        return event


def take_back_mark(
    record: Record, card: Card, question: str, marker: str, *, seen: int, is_second: bool = False
) -> int:
    """Take back a marker's own newest mark of an answer, so that the one before it counts again.

    Args:
        record: of the class.
        card: the answer.
        question: its id.
        marker: who takes back.
        seen: as for :func:`save_mark`.
        is_second: as for :func:`save_mark`.

    Returns:
        The newest event now.

    Raises:
        Changed: somebody else marked the answer since ``seen``.
        SpecError: there is no mark of the marker's to take back.
    """
    with record.transaction() as database:
        if _newest(database, card, question, is_second) != seen:
            raise Changed
        event = 0
        for person in card.people:
            row = database.execute(
                f"select id, marker from mark where question = ? and person = ? and {_COUNTS} order by id desc limit 1",
                (question, person, is_second),
            ).fetchone()
            if row is not None and row["marker"] == marker:
                event = int(
                    database.execute(
                        "insert into mark (person, question, marker, adjustment, comment, at, takes_back, is_second) "
                        "values (?, ?, ?, 0, '', ?, ?, ?)",
                        (person, question, marker, now(), row["id"], is_second),
                    ).lastrowid
                    or 0
                )
        if not event:
            raise SpecError("There is no mark of yours on this answer to take back.")
        return event


def compute_points(mark: Mark, items: dict[int, float], maximum: float) -> float:
    """Return the points of a mark: its items' and the adjustment, at least 0 and at most the question's.

    Args:
        mark: of an answer.
        items: points by id of the items that are in use.
        maximum: the question's points.
    """
    earned = sum(items.get(item, 0.0) for item in mark.items) + mark.adjustment
    return round(min(max(earned, 0.0), maximum), 6)


def item_points(record: Record) -> dict[int, float]:
    """Return the points of all rubric items that are in use, by id."""
    return {row["id"]: row["points"] for row in record.query("select id, points from rubric_item where removed = ''")}


def totals(record: Record) -> dict[int, dict[str, float]]:
    """Return the points of everybody's marked answers, by person and question."""
    items = item_points(record)
    found: dict[int, dict[str, float]] = {}
    for question, maximum in question_points(record).items():
        for person, mark in newest_marks(record, question).items():
            found.setdefault(person, {})[question] = compute_points(mark, items, maximum)
    return found


def has_begun(record: Record) -> bool:
    """Return whether an answer has a mark that counts."""
    return bool(record.query(f"select 1 from mark where {_COUNTS} limit 1", False))


def measure_agreement(record: Record, question: str) -> Agreement | None:
    """Compare the marks of the answers to a question that two people marked; None where there are none."""
    items, maximum = item_points(record), question_points(record).get(question, math.inf)
    first, second = newest_marks(record, question), newest_marks(record, question, is_second=True)
    differences: dict[str, float] = {}  # by submission: a group's answer is one
    for person, other in second.items():
        mark = first.get(person)
        if mark is not None and mark.marker != other.marker and mark.submission == other.submission:
            differences[mark.submission] = compute_points(other, items, maximum) - compute_points(mark, items, maximum)
    if not differences:
        return None
    values = list(differences.values())
    return Agreement(len(values), sum(abs(one) < 1e-9 for one in values) / len(values), sum(values) / len(values))
