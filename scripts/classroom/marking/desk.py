"""What the marking page shows and does, between the record, the spec and the submissions."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from autograder.reports.text import format_signed_points
from scripts.classroom.marking import marks, rubric
from scripts.classroom.marking.answers import Answer, Submissions, figure_sources
from scripts.classroom.marking.marks import Card, Mark
from scripts.classroom.marking.rendering import Rendered, render, render_answer
from scripts.classroom.marking.requests import (
    AddedItem,
    GivenMark,
    ItemRequest,
    OfAnswer,
    RemovedItem,
    RestoredItem,
    Zeros,
)
from scripts.classroom.record.record import Record
from scripts.classroom.standing.grades import counted_submissions
from scripts.coursespec.model import Asked, Assignment
from scripts.studentkit.report.forms import find_open_sections, is_untouched

KEPT_ANSWERS = 64  # that were rendered, for going back and forth
Json = dict[str, Any]


class NotThere(Exception):
    """A question or an answer that the page asks for does not exist, or does not any more: a sentence for the marker."""


class MarkingDesk:
    """One marker's view of a class.

    Args:
        record: of the class.
        assignment: that it is of.
        marker: who marks.

    Attributes:
        asked: the questions, by id.
    """

    def __init__(self, record: Record, assignment: Assignment, marker: str) -> None:
        self.record, self.marker = record, marker
        self.asked: dict[str, Asked] = {one.question.id: one for one in assignment.questions}
        self._submissions = Submissions(assignment)
        self._html: dict[str, str] = {}  # of the course's own texts, by text
        self._html_lock = threading.Lock()
        self._rendered = lru_cache(KEPT_ANSWERS)(self._render_answer)
        rubric.sync_rubric(record, assignment.questions)

    # What the page asks for first.

    def overview(self) -> Json:
        """Return all questions with their progress, and the marker's name."""
        counted = counted_submissions(self.record)
        return {"marker": self.marker, "questions": [self._progress(asked, counted) for asked in self.asked.values()]}

    def _progress(self, asked: Asked, counted: Mapping[int, str]) -> Json:
        id = asked.question.id
        cards, marked = marks.list_cards(self.record, id, counted), marks.newest_marks(self.record, id)
        agreement = marks.measure_agreement(self.record, id)
        return {
            "id": id,
            "number": asked.number,
            "title": asked.question.title,
            "points": asked.question.points,
            "answers": len(cards),
            "marked": sum(_mark_for(card, marked) is not None for card in cards),
            "agreement": None
            if agreement is None
            else {"answers": agreement.answers, "exact": agreement.exact, "difference": agreement.difference},
        }

    # A question.

    def item_texts(self, question: str) -> list[str]:
        """Return the texts of a question's rubric items."""
        return [item.text for item in rubric.list_items(self.record, question)]

    def render_question(self, question: str, items: list[str]) -> Json:
        """Return a question's texts as HTML; takes pandoc's time, so it runs beside the event loop and leaves the record alone.

        Args:
            question: its id.
            items: texts of its rubric items, which :meth:`state_of` gives as HTML from then on.
        """
        asked = self.asked[question].question
        remarks = rubric.read_rubric(asked.rubric)[1]
        html = self._convert([asked.full_prompt, asked.answer, *remarks, *items])
        return {
            "id": question,
            "title": asked.title,
            "number": self.asked[question].number,
            "points": asked.points,
            "prompt": html[asked.full_prompt],
            "model": html[asked.answer],
            "remarks": [html[one] for one in remarks],
        }

    def _convert(self, texts: list[str]) -> Mapping[str, str]:
        with self._html_lock:
            new = list(dict.fromkeys(text for text in texts if text not in self._html))
            for text, rendered in zip(new, render(new), strict=True):
                self._html[text] = rendered.html
            return self._html

    def state_of(self, question: str, *, is_second: bool) -> Json:
        """Return a question's rubric items, and its answers with who of them is marked.

        Args:
            question: its id.
            is_second: whether the marker is the second one of a sample.
        """
        items = rubric.list_items(self.record, question)
        points, uses = {item.id: item.points for item in items}, marks.count_uses(self.record, question)
        cards = marks.list_cards(self.record, question)
        if is_second:
            cards = marks.sample_for(self.record, question, self.marker, cards)
        marked = marks.newest_marks(self.record, question, is_second=is_second)
        return {
            "items": [
                {
                    "id": item.id,
                    "text": item.text,
                    "html": self._html.get(item.text, ""),
                    "points": item.points,
                    "uses": uses.get(item.id, 0),
                }
                for item in items
            ],
            "history": [_describe_change(one) for one in rubric.item_history(self.record, question)],
            "cards": [
                {"key": card.key, "points": self._points(question, _mark_for(card, marked), points)} for card in cards
            ],
        }

    def _points(self, question: str, mark: Mark | None, items: dict[int, float]) -> float | None:
        return None if mark is None else marks.compute_points(mark, items, self.asked[question].question.points)

    # An answer.

    def find_card(self, question: str, key: str) -> Card:
        """Return an answer by its key.

        Raises:
            NotThere: there is no such answer or question.
        """
        self.check_question(question)
        for card in marks.list_cards(self.record, question):
            if card.key == key:
                return card
        raise NotThere("This answer is not there any more; something newer was handed in. Load the page again.")

    def check_question(self, question: str) -> None:
        """Refuse a question that the assignment does not ask.

        Raises:
            NotThere: it is one.
        """
        if question not in self.asked:
            raise NotThere("The assignment does not ask this question. Load the page again.")

    def render_answer(self, question: str, card: Card) -> Json:
        """Return an answer as HTML; takes pandoc's time, so it runs beside the event loop."""
        answer, rendered, numbers = self._rendered(question, card)
        form = self.asked[question].question.titles
        is_empty = rendered.is_empty or is_untouched(answer.text, form)
        return {
            "html": rendered.html,
            "numbers": numbers,
            "empty": is_empty,
            "problems": [one for one in (answer.problem, rendered.problem) if one]
            + ([] if is_empty else [f"{one}." for one in find_open_sections(answer.text, form, "The answer")]),
            "report": answer.has_report,
        }

    def _render_answer(self, question: str, card: Card) -> tuple[Answer, Rendered, str]:
        answer = self._submissions.read_answer(self.record.path_of(card.submission), self.asked[question])
        places = {path: f"/figure/{question}/{card.key}/{index}" for index, path in enumerate(answer.figures)}
        rendered = render_answer(answer.text, figure_sources(answer.figures), places, answer.metrics)
        return answer, rendered, render([answer.numbers])[0].html if answer.numbers else ""

    def read_figure(self, question: str, card: Card, index: int) -> tuple[bytes, str] | None:
        """Return a figure of a submission and its media type; None where there is none that can be shown."""
        figures = self._rendered(question, card)[0].figures
        if index >= len(figures):
            return None
        return self._submissions.read_figure(self.record.path_of(card.submission), figures[index])

    def read_report(self, card: Card) -> bytes | None:
        """Return a submission's PDF; None where there is none."""
        return self._submissions.read_report(self.record.path_of(card.submission))

    def mark_of(self, question: str, card: Card, *, is_second: bool) -> Json:
        """Return an answer's newest mark, and the event that a save has to name.

        Args:
            question: its id.
            card: the answer.
            is_second: whether the marker is the second one, who sees second marks only.
        """
        mark = _mark_for(card, marks.newest_marks(self.record, question, is_second=is_second))
        seen = marks.newest_event(self.record, card, question, is_second=is_second)
        state: Json = {"key": card.key, "seen": seen, "mark": None, "stale": False}
        if mark is not None:
            items = {item.id: item.points for item in rubric.list_items(self.record, question)}
            state["stale"] = mark.submission != card.submission
            state["mark"] = {
                "items": sorted(mark.items & items.keys()),
                "adjustment": mark.adjustment,
                "comment": mark.comment,
                "marker": mark.marker,
                "points": self._points(question, mark, items),
            }
        return state

    # What the marker does.

    def mark(self, given: GivenMark) -> Json:
        """Keep a mark; see :func:`marks.save_mark` for what it raises."""
        card = self.find_card(given.question, given.key)
        marks.save_mark(
            self.record,
            card,
            given.question,
            self.marker,
            seen=given.seen,
            items=given.items,
            adjustment=given.adjustment,
            comment=given.comment,
            is_second=given.second,
        )
        return self.mark_of(given.question, card, is_second=given.second)

    def undo(self, given: OfAnswer) -> Json:
        """Take the marker's newest mark of an answer back; see :func:`marks.take_back_mark` for what it raises."""
        card = self.find_card(given.question, given.key)
        marks.take_back_mark(self.record, card, given.question, self.marker, seen=given.seen, is_second=given.second)
        return self.mark_of(given.question, card, is_second=given.second)

    # All missing answers at once.

    def unmarked_cards(self, question: str) -> list[tuple[Card, int]]:
        """Return the answers to a question that nobody has marked, each with its newest event.

        Raises:
            NotThere: there is no such question.
        """
        self.check_question(question)
        marked = marks.newest_marks(self.record, question)
        cards = [card for card in marks.list_cards(self.record, question) if _mark_for(card, marked) is None]
        return [(card, marks.newest_event(self.record, card, question)) for card in cards]

    def find_missing(self, question: str, cards: list[tuple[Card, int]]) -> list[tuple[Card, int]]:
        """Return the answers that are not there; reads every submission, so it runs beside the event loop.

        One that could not be read, or that may be in the report's PDF alone, is for the marker to look at.

        Args:
            question: its id.
            cards: answers to it, as :meth:`unmarked_cards` gives them.
        """
        return [(card, seen) for card, seen in cards if self._is_missing(question, card)]

    def _is_missing(self, question: str, card: Card) -> bool:
        asked = self.asked[question]
        answer = self._submissions.read_answer(self.record.path_of(card.submission), asked)
        if answer.problem or (answer.has_report and not answer.text):
            return False
        return is_untouched(answer.text, asked.question.titles)

    def give_no_points(self, question: str, cards: list[tuple[Card, int]]) -> Json:
        """Give answers 0 points; one that was marked meanwhile keeps its mark.

        Returns:
            The question's state, and the event of each answer for :meth:`take_back_zeros`.
        """
        zeros = []
        for card, seen in cards:
            with contextlib.suppress(marks.Changed):
                event = marks.save_mark(self.record, card, question, self.marker, seen=seen, items=[])
                zeros.append({"key": card.key, "seen": event})
        return {"zeros": zeros, **self.state_of(question, is_second=False)}

    def take_back_zeros(self, given: Zeros) -> Json:
        """Take back what :meth:`give_no_points` gave; an answer that was marked or handed in anew since then stays as it is."""
        kept = 0
        self.check_question(given.question)
        cards = {card.key: card for card in marks.list_cards(self.record, given.question)}
        for zero in given.zeros:
            card = cards.get(zero.key)
            if card is None:
                kept += 1
                continue
            try:
                marks.take_back_mark(self.record, card, given.question, self.marker, seen=zero.seen)
            except marks.Changed:
                kept += 1
        return {"kept": kept, **self.state_of(given.question, is_second=False)}

    def edit_item(self, given: ItemRequest) -> None:
        """Add, change, take out or put back an item of a rubric; see :mod:`rubric` for what it raises."""
        question = given.question
        self.check_question(question)
        if isinstance(given, AddedItem):
            rubric.add_item(self.record, question, given.text, given.points, self.marker)
        elif isinstance(given, RestoredItem):
            rubric.restore_item(self.record, given.id, self.marker)
        else:
            seen = rubric.Item(given.id, question, given.seen.text, given.seen.points)
            if isinstance(given, RemovedItem):
                rubric.remove_item(self.record, seen, self.marker)
            else:
                rubric.change_item(self.record, seen, given.text, given.points, self.marker)


def _describe_change(change: rubric.ItemChange) -> Json:
    """Return a change of a rubric's item as the page shows it."""
    old, new = (
        None if one is None else f"{one[0]} ({format_signed_points(one[1])})" for one in (change.old, change.new)
    )
    return {"at": change.at[:16].replace("T", " "), "author": change.author, "old": old, "new": new}


def _mark_for(card: Card, marked: Mapping[int, Mark]) -> Mark | None:
    """Return the newest mark of an answer's people; None where one of them has none."""
    found = [marked[person] for person in card.people if person in marked]
    return max(found, key=lambda mark: mark.id) if len(found) == len(card.people) else None
