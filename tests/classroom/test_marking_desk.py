"""What a marker is told of an answer, and what is done to all missing ones at once."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from scripts.classroom.marking import marks, rubric
from scripts.classroom.marking.server import MarkingServer
from scripts.classroom.record.record import Record
from scripts.coursespec.model import Assignment
from tests.classroom.marking_client import Client, running
from tests.classroom.test_marking_server import png
from tests.classroom.written_class import (
    QUESTION,
    answer_files,
    enrol,
    hand_in,
    load_written_assignment,
    make_written_class,
    zip_of,
)

FORM = "\n### Form\n\n- Cause: what makes it grow.\n- Limit: where it ends.\n\n### Rubric\n"


@pytest.fixture
def record(tmp_path: Path) -> Iterator[Record]:
    with make_written_class(tmp_path / "class", ["one", "two"]) as made:
        yield made


@pytest.fixture
def client(server: MarkingServer) -> Client:
    return Client(server).enter()


def with_form(root: Path) -> Assignment:
    """Return the small assignment whose first question is answered in two sections."""
    load_written_assignment(root)
    path = root / "spec" / "problems" / "sums" / "questions.md"
    text = path.read_text(encoding="utf-8").replace("\n### Rubric\n", FORM, 1)
    text = text.replace(
        "Because of the weights, $w_1 > 1$.", "#### Cause\n\nWeights, $w_1 > 1$.\n\n#### Limit\n\nNone."
    )
    path.write_text(text, encoding="utf-8")
    return load_written_assignment(root)


@pytest.mark.parametrize(
    ("text", "is_empty", "problems"),
    [
        ("## Cause\n\n<!-- write -->\n\n## Limit\n", True, []),
        (
            "## Cause\n\nWeights.\n\n## Limit\n",
            False,
            ["The answer: nothing stands below '## Limit'; write that section."],
        ),
        ("## Cause\n\nWeights.\n\n## Limit\n\nNone.\n", False, []),
    ],
    ids=["untouched", "half", "whole"],
)
def test_open_sections_are_said(tmp_path: Path, text: str, is_empty: bool, problems: list[str]) -> None:
    """The headings that a student was given are no answer."""
    with make_written_class(tmp_path / "class", [text]) as record:
        assignment = with_form(tmp_path / "course")
        with running(record, assignment) as server:
            client, (card,) = Client(server).enter(), marks.list_cards(record, QUESTION)
            shown = client.get(f"/api/answer/{QUESTION}/{card.key}").data
            assert (shown["empty"], shown["problems"]) == (is_empty, problems)
            zeros = client.post("/api/missing", {"question": QUESTION}).data["zeros"]
            assert len(zeros) == is_empty


def test_unreadable_hand_in_is_not_missing(tmp_path: Path, assignment: Assignment) -> None:
    """Nor is one whose zip was lost: somebody has to look. An editor's mark alone is no answer."""
    with Record(tmp_path / "class") as record:
        people = enrol(record, 4)
        hand_in(record, people[:1], b"PK\x03\x04 broken")
        lost = hand_in(record, people[1:2], zip_of(answer_files("x")))
        hand_in(record, people[2:3], zip_of({"notes.txt": "x"}))
        hand_in(record, people[3:], zip_of(answer_files(b"\xef\xbb\xbf\n")))
        record.path_of(lost).unlink()
        with running(record, assignment) as server:
            client = Client(server).enter()
            cards = {card.people[0]: card.key for card in marks.list_cards(record, QUESTION)}
            given = client.post("/api/missing", {"question": QUESTION}).data["zeros"]
            assert {one["key"] for one in given} == {cards[people[2]], cards[people[3]]}
            assert client.get(f"/api/answer/{QUESTION}/{cards[people[1]]}").data["problems"]


def test_rubric_says_how_often_it_was_used(client: Client, record: Record) -> None:
    """Who changes an item changes so many marks; one that was removed is ticked nowhere."""
    first, second = rubric.list_items(record, QUESTION)[:2]
    cards = marks.list_cards(record, QUESTION)
    for card in cards:
        marks.save_mark(record, card, QUESTION, "Ada", seen=0, items=[first.id, second.id])
    assert [item["uses"] for item in client.get(f"/api/question/{QUESTION}").data["items"]] == [2, 2, 0]
    rubric.remove_item(record, first, "Ada")
    answer = client.get(f"/api/answer/{QUESTION}/{cards[0].key}").data
    assert answer["mark"]["items"] == [second.id] and answer["mark"]["points"] == second.points


def test_history_says_what_an_item_was(client: Client, record: Record) -> None:
    first = rubric.list_items(record, QUESTION)[0]
    rubric.change_item(record, first, "names them all", 2.0, "Bo")
    rubric.remove_item(record, rubric.Item(first.id, QUESTION, "names them all", 2.0), "Ada")
    history = client.get(f"/api/question/{QUESTION}").data["history"]
    assert [(one["author"], one["old"], one["new"]) for one in history] == [
        ("Bo", "names the weights. (+1)", "names them all (+2)"),
        ("Ada", "names them all (+2)", None),
    ]


def test_figure_that_is_not_there(tmp_path: Path, assignment: Assignment) -> None:
    with Record(tmp_path / "class") as record:
        hand_in(record, enrol(record, 1), zip_of({**answer_files("x"), "report/figures/A.PNG": png((4, 3))}))
        with running(record, assignment) as server:
            client, (card,) = Client(server).enter(), marks.list_cards(record, QUESTION)
            statuses = [client.get(f"/figure/{QUESTION}/{card.key}/{index}").status for index in range(3)]
            assert statuses == [200, 404, 404]
