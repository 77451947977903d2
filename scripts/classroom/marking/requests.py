"""What the marking page sends, and what is no such thing."""

from __future__ import annotations

from typing import Annotated

import msgspec

Id = Annotated[int, msgspec.Meta(ge=0, le=2**63 - 1)]  # as SQLite has them


class RequestError(ValueError):
    """The page, or whoever plays it, sent something that cannot be used: a sentence for the marker. Nothing was saved."""


class OfQuestion(msgspec.Struct, frozen=True, kw_only=True):
    """Anything about a question; ``second`` is whether the marker is the second one of a sample."""

    question: str
    second: bool = False


class OfAnswer(OfQuestion, frozen=True, kw_only=True):
    """Anything about an answer; ``seen`` is its newest event that the marker saw."""

    key: str
    seen: Id


class GivenMark(OfAnswer, frozen=True, kw_only=True):
    """A mark of an answer."""

    items: list[Id]
    adjustment: float
    comment: str


class Zero(msgspec.Struct, frozen=True):
    """An answer that got no points with others at once, and the event of that."""

    key: str
    seen: Id


class Zeros(OfQuestion, frozen=True, kw_only=True):
    """Answers of which the points are taken back that they got at once."""

    zeros: list[Zero]


class ItemState(msgspec.Struct, frozen=True):
    """A rubric item as the marker saw it."""

    text: str
    points: float


class AddedItem(OfQuestion, frozen=True, kw_only=True, tag_field="action", tag="add"):
    """A new item."""

    text: str
    points: float


class ChangedItem(OfQuestion, frozen=True, kw_only=True, tag_field="action", tag="change"):
    """An item with a new text or new points."""

    id: Id
    seen: ItemState
    text: str
    points: float


class RemovedItem(OfQuestion, frozen=True, kw_only=True, tag_field="action", tag="remove"):
    """An item that is taken out of the rubric."""

    id: Id
    seen: ItemState


class RestoredItem(OfQuestion, frozen=True, kw_only=True, tag_field="action", tag="restore"):
    """An item that is put back."""

    id: Id


ItemRequest = AddedItem | ChangedItem | RemovedItem | RestoredItem
KINDS = {
    "mark": GivenMark,
    "undo": OfAnswer,
    "item": ItemRequest,
    "missing": OfQuestion,
    "restore-missing": Zeros,
}


def read_request(action: str, body: bytes) -> OfQuestion:
    """Read what was sent for an action.

    Raises:
        RequestError: it is no JSON, or lacks what the action needs.
    """
    try:
        return msgspec.json.decode(body, type=KINDS[action])
    except (msgspec.MsgspecError, RecursionError, UnicodeDecodeError) as error:
        raise RequestError(
            f"This cannot be used and was not saved ({error}); change what you typed, or load the page again."
        ) from error
