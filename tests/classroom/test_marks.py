"""Marks of written answers in the record: nothing is lost, nothing is rewritten, items are shared."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scripts.classroom.marking import marks, rubric
from scripts.classroom.marking.desk import MarkingDesk
from scripts.classroom.marking.marks import Card, Changed
from scripts.classroom.record.record import Record
from scripts.classroom.standing.grades import counted_submissions
from scripts.coursespec.model import Asked, Assignment
from scripts.errors import SpecError
from tests.classroom.written_class import (
    QUESTION,
    answer_files,
    enrol,
    hand_in,
    make_written_class,
    zip_of,
)


@pytest.fixture
def record(tmp_path: Path, assignment: Assignment) -> Iterator[Record]:
    """A class of six with an answer each."""
    with make_written_class(tmp_path / "class", [f"answer {number}" for number in range(6)]) as made:
        rubric.sync_rubric(made, assignment.questions)
        yield made


def items(record: Record) -> list[int]:
    return [item.id for item in rubric.list_items(record, QUESTION)]


def first_card(record: Record) -> Card:
    return marks.list_cards(record, QUESTION)[0]


def save(record: Record, card: Card, marker: str, *chosen: int, seen: int = 0, adjustment: float = 0.0) -> int:
    return marks.save_mark(record, card, QUESTION, marker, seen=seen, items=chosen, adjustment=adjustment)


def points(record: Record, card: Card) -> float | None:
    return marks.totals(record).get(card.people[0], {}).get(QUESTION)


def reworded(asked: Asked, text: str) -> Asked:
    return replace(asked, question=replace(asked.question, rubric=text))


def test_rubric_is_read() -> None:
    """An item begins with its points, or ends with points off; other lines are remarks."""
    text = '- 2 points: a.\n- 0.5: b,\n  goes on.\n- Wrong: 1 point off.\n- No points off for this.\n- 1 "half" is no item.'
    found, remarks = rubric.read_rubric(text)
    assert [(one.text, one.points) for one in found] == [("a.", 2), ("b, goes on.", 0.5), ("Wrong: 1 point off.", -1)]
    assert remarks == ["No points off for this.", '1 "half" is no item.']


def test_points_are_items_and_adjustment(record: Record) -> None:
    card, (weights, example, _) = first_card(record), items(record)
    assert not marks.has_begun(record)
    save(record, card, "Ada", weights, example, adjustment=0.25)
    assert points(record, card) == 1.75
    assert marks.has_begun(record)
    assert len(marks.totals(record)) == 1


@given(
    chosen=st.lists(st.tuples(st.floats(-5, 5), st.booleans()), max_size=6),
    adjustment=st.floats(-10, 10),
    maximum=st.floats(0.5, 8),
)
def test_points_stay_in_range(chosen: list[tuple[float, bool]], adjustment: float, maximum: float) -> None:
    known = {number: value for number, (value, is_used) in enumerate(chosen) if is_used}
    mark = marks.Mark(1, 1, "Ada", "", frozenset(range(len(chosen))), adjustment, "")
    given_points = marks.compute_points(mark, known, maximum)
    assert 0 <= given_points <= maximum + 1e-6
    if 0 <= sum(known.values()) + adjustment <= maximum:
        assert given_points == pytest.approx(sum(known.values()) + adjustment, abs=1e-5)


def test_second_save_does_not_overwrite(record: Record) -> None:
    """Who saves over a mark that they have not seen is refused, and the mark stays."""
    card, (weights, example, _) = first_card(record), items(record)
    event = save(record, card, "Ada", weights)
    with pytest.raises(Changed):
        save(record, card, "Bo", example)
    assert points(record, card) == 1
    save(record, card, "Bo", example, seen=event)
    assert points(record, card) == 0.5


def test_undo_counts_as_change(record: Record) -> None:
    card, (weights, *_) = first_card(record), items(record)
    event = save(record, card, "Ada", weights)
    marks.take_back_mark(record, card, QUESTION, "Ada", seen=event)
    with pytest.raises(Changed):
        save(record, card, "Bo", seen=event)


def test_two_processes_lose_no_mark(record: Record) -> None:
    """Of markers who save the same answers at the same time, one saves each and the other ones hear of it."""
    cards, saved, refused = marks.list_cards(record, QUESTION), [], []
    barrier = threading.Barrier(4)

    def mark(name: str) -> None:
        with Record(record.folder) as own:
            barrier.wait()
            for card in cards:
                try:
                    saved.append((card.key, save(own, card, name)))
                except Changed:
                    refused.append(card.key)

    threads = [threading.Thread(target=mark, args=(f"marker {number}",)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(key for key, _ in saved) == sorted(card.key for card in cards)
    assert len(refused) == 3 * len(cards)


def test_undo_goes_back_step_by_step(record: Record) -> None:
    card, (weights, example, _) = first_card(record), items(record)
    event = save(record, card, "Ada", weights)
    event = save(record, card, "Ada", weights, example, seen=event)
    seen = []
    for _ in range(2):
        event = marks.take_back_mark(record, card, QUESTION, "Ada", seen=event)
        seen.append(points(record, card))
    assert seen == [1, None]
    with pytest.raises(SpecError, match="no mark of yours"):
        marks.take_back_mark(record, card, QUESTION, "Ada", seen=event)
    assert len(record.query("select * from mark")) == 4  # nothing was rewritten


def test_undo_leaves_others_alone(record: Record) -> None:
    card, (weights, *_) = first_card(record), items(record)
    event = save(record, card, "Ada", weights)
    with pytest.raises(SpecError, match="no mark of yours"):
        marks.take_back_mark(record, card, QUESTION, "Bo", seen=event)
    assert points(record, card) == 1


def test_changed_item_changes_marks(record: Record) -> None:
    cards, (weights, example, _) = marks.list_cards(record, QUESTION), items(record)
    for card in cards[:3]:
        save(record, card, "Ada", weights)
    save(record, cards[3], "Ada", example)
    item = rubric.list_items(record, QUESTION)[0]
    rubric.change_item(record, item, "names all weights", 1.5, "Ada")
    assert [points(record, card) for card in cards[:4]] == [1.5, 1.5, 1.5, 0.5]
    assert marks.count_uses(record, QUESTION) == {weights: 3, example: 1}
    with pytest.raises(rubric.ItemChanged):
        rubric.change_item(record, item, "by somebody who saw the old one", 9, "Bo")


def test_uses_are_of_counting_marks(record: Record) -> None:
    """A mark that was replaced or taken back uses nothing, nor does a second marker's."""
    (card,), (weights, example, wrong) = sample_after_marking(record), items(record)
    count = len(marks.list_cards(record, QUESTION))
    marks.save_mark(record, card, QUESTION, "Bo", seen=0, items=[wrong], is_second=True)
    assert marks.count_uses(record, QUESTION) == {weights: count}
    first = marks.newest_marks(record, QUESTION)[card.people[0]]  # the second mark is no news to the first marker
    event = save(record, card, "Ada", example, seen=first.id)
    assert marks.count_uses(record, QUESTION) == {weights: count - 1, example: 1}
    marks.take_back_mark(record, card, QUESTION, "Ada", seen=event)
    assert marks.count_uses(record, QUESTION) == {weights: count}


def test_removed_item_can_return(record: Record) -> None:
    card, (weights, example, _) = first_card(record), items(record)
    save(record, card, "Ada", weights, example)
    item = rubric.list_items(record, QUESTION)[0]
    rubric.remove_item(record, item, "Ada")
    assert points(record, card) == 0.5
    with pytest.raises(rubric.ItemChanged):
        rubric.change_item(record, item, "by somebody who saw it in use", 9, "Bo")
    rubric.restore_item(record, weights, "Bo")
    assert points(record, card) == 1.5


@pytest.mark.parametrize(
    ("text", "value"), [("", 1.0), ("x" * 3000, 1.0), ("x", float("nan")), ("x", float("inf")), ("x", 1e9), ("x", -1e9)]
)
def test_odd_item_is_refused(record: Record, text: str, value: float) -> None:
    with pytest.raises(SpecError):
        rubric.add_item(record, QUESTION, text, value, "Ada")
    assert len(items(record)) == 3


def test_added_item_comes_last(record: Record) -> None:
    new = rubric.add_item(record, QUESTION, "has a drawing", 0.25, "Ada")
    assert items(record)[-1] == new


def test_foreign_item_is_refused(record: Record) -> None:
    other = rubric.list_items(record, "how")[0].id
    with pytest.raises(SpecError, match="not of this question"):
        save(record, first_card(record), "Ada", other)


@pytest.mark.parametrize("value", [float("nan"), float("inf"), 1e6, -1e6])
def test_odd_adjustment_is_refused(record: Record, value: float) -> None:
    with pytest.raises(SpecError, match="adjustment"):
        save(record, first_card(record), "Ada", adjustment=value)
    assert not marks.has_begun(record)


def test_spec_change_keeps_marks(record: Record, assignment: Assignment) -> None:
    """A reworded item stays the item that marks use, also when others come before it; one that is gone counts no more."""
    card, (weights, example, wrong) = first_card(record), items(record)
    save(record, card, "Ada", weights, example, wrong)
    assert points(record, card) == 1
    asked = assignment.questions[0]
    rubric.sync_rubric(
        record,
        [reworded(asked, "- 0.25 points: is new.\n- 0.75 points: gives an *example*.\n- 1 point: names the weights.")],
    )
    now = rubric.list_items(record, QUESTION)
    assert [item.id for item in now[1:]] == [example, weights]
    assert points(record, card) == 1.75
    rubric.sync_rubric(record, assignment.questions)
    assert points(record, card) == 1


def test_reworded_item_keeps_its_marks(record: Record, assignment: Assignment) -> None:
    """As long as it is much the same; another item is another one, and the mark has nothing for it."""
    card, (weights, *_) = first_card(record), items(record)
    save(record, card, "Ada", weights)
    for text, expected in (("names all of the weights", 2), ("draws a picture of a forest", 0)):
        rubric.sync_rubric(record, [reworded(assignment.questions[0], f"- 2 points: {text}.")])
        assert points(record, card) == expected


def test_page_change_survives_sync(record: Record, assignment: Assignment) -> None:
    """What markers changed, added or took out stays as long as the spec says the same."""
    first, second, _ = rubric.list_items(record, QUESTION)
    rubric.change_item(record, first, "names them", 0.75, "Ada")
    rubric.remove_item(record, second, "Ada")
    rubric.add_item(record, QUESTION, "has a drawing", 0.25, "Ada")
    before = rubric.list_items(record, QUESTION)
    rubric.sync_rubric(record, assignment.questions)
    assert rubric.list_items(record, QUESTION) == before


def test_removed_item_stays_out(record: Record, assignment: Assignment) -> None:
    """What a marker took out does not come back when the spec drops it and states it again."""
    item = rubric.list_items(record, QUESTION)[1]
    rubric.remove_item(record, item, "Ada")
    rubric.sync_rubric(record, [reworded(assignment.questions[0], "- 1 point: names the weights.")])
    rubric.sync_rubric(record, assignment.questions)
    assert item not in rubric.list_items(record, QUESTION) and len(items(record)) == 2


def test_items_have_a_history(record: Record, assignment: Assignment) -> None:
    """Who made what of an item and from what, the spec's own changes among them; what it stated first is no change."""
    assert rubric.item_history(record, QUESTION) == []
    item = rubric.list_items(record, QUESTION)[0]
    rubric.change_item(record, item, item.text, 0.75, "Ada")
    with pytest.raises(rubric.ItemChanged):
        rubric.change_item(record, item, "unseen", 9, "Bo")
    rubric.remove_item(record, rubric.list_items(record, QUESTION)[0], "Bo")
    rubric.restore_item(record, item.id, "Ada")
    new = rubric.add_item(record, QUESTION, "has a drawing", 0.25, "Cy")
    rubric.sync_rubric(record, [reworded(assignment.questions[0], "- 2 points: names the weights.")])
    found = [(one.author, one.old, one.new) for one in rubric.item_history(record, QUESTION)]
    words, others = "names the weights.", rubric.read_rubric(assignment.questions[0].question.rubric)[0][1:]
    assert found == [
        ("Ada", (words, 1.0), (words, 0.75)),
        ("Bo", (words, 0.75), None),
        ("Ada", None, (words, 0.75)),
        ("Cy", None, ("has a drawing", 0.25)),
        ("spec", (words, 0.75), (words, 2.0)),
        *(("spec", (one.text, one.points), None) for one in others),
    ]
    assert new in items(record)
    assert rubric.item_history(record, "how") == []


def test_order_is_drawn_per_question(tmp_path: Path) -> None:
    """Each question has an order of its own, which no later hand-in changes, and a key does not tell whose it is."""
    with make_written_class(tmp_path, [f"answer {number}" for number in range(30)]) as record:
        orders = [[card.people for card in marks.list_cards(record, id)] for id in ("why", "how")]
        keys = [card.key for card in marks.list_cards(record, "why")]
        assert orders[0] != orders[1] != sorted(orders[0]) != orders[0]
        (new,) = enrol(record, 1)
        hand_in(record, [new], zip_of(answer_files("a late one")))
        assert [card.key for card in marks.list_cards(record, "why") if new not in card.people] == keys
        digests = {card.submission[:8] for card in marks.list_cards(record, "why")}
        assert not any(key[:8] in digests for key in keys)


def test_group_is_marked_once(tmp_path: Path, assignment: Assignment) -> None:
    with Record(tmp_path / "groups") as record:
        rubric.sync_rubric(record, assignment.questions)
        ada, bo, cy = enrol(record, 3)
        hand_in(record, [ada, bo], zip_of(answer_files("ours")))
        hand_in(record, [cy], zip_of(answer_files("mine")))
        (card,) = [card for card in marks.list_cards(record, QUESTION) if len(card.people) == 2]
        event = save(record, card, "Ada", items(record)[0])
        assert {person: given[QUESTION] for person, given in marks.totals(record).items()} == {ada: 1, bo: 1}
        marks.take_back_mark(record, card, QUESTION, "Ada", seen=event)
        assert marks.totals(record) == {}


def test_new_member_leaves_answer_unmarked(tmp_path: Path, assignment: Assignment) -> None:
    """An answer is marked once everybody whose it is has the mark."""
    with Record(tmp_path / "groups") as record:
        desk = MarkingDesk(record, assignment, "Ada")
        ada, bo = enrol(record, 2)
        hand_in(record, [ada], zip_of(answer_files("ours")))
        save(record, first_card(record), "Ada", items(record)[0])
        hand_in(record, [bo], zip_of(answer_files("ours")))
        card = first_card(record)
        assert card.people == (ada, bo) and desk.mark_of(QUESTION, card, is_second=False)["mark"] is None
        assert [one for one, _ in desk.unmarked_cards(QUESTION)] == [card]


def test_newest_mark_of_a_group_is_shown(tmp_path: Path, assignment: Assignment) -> None:
    """Two who were marked each by themselves hand in together: the marker sees the later of the two marks."""
    with Record(tmp_path / "groups") as record:
        desk = MarkingDesk(record, assignment, "Ada")
        ada, bo = enrol(record, 2)
        for person, text in ((bo, "his"), (ada, "hers")):
            hand_in(record, [person], zip_of(answer_files(text)))
            card = next(one for one in marks.list_cards(record, QUESTION) if one.people == (person,))
            marks.save_mark(record, card, QUESTION, "Ada", seen=0, items=[], comment=text)
        hand_in(record, [ada, bo], zip_of(answer_files("ours")), hours=1)
        shown = desk.mark_of(QUESTION, first_card(record), is_second=False)
        assert shown["mark"]["comment"] == "hers" and shown["stale"]


def test_last_hand_in_is_marked(record: Record) -> None:
    card = first_card(record)
    newer = hand_in(record, card.people, zip_of(answer_files("again")), hours=5)
    assert counted_submissions(record)[card.people[0]] == newer


def test_mark_of_older_hand_in_is_stale(record: Record, assignment: Assignment) -> None:
    """It counts, and whoever looks at the newer answer is shown that it is of another one."""
    desk, card = MarkingDesk(record, assignment, "Ada"), first_card(record)
    save(record, card, "Ada", items(record)[0])
    assert not desk.mark_of(QUESTION, card, is_second=False)["stale"]
    newer = replace(card, submission=hand_in(record, card.people, zip_of(answer_files("again")), hours=5))
    assert desk.mark_of(QUESTION, newer, is_second=False)["stale"] and points(record, newer) == 1


def test_comments_reach_their_person(record: Record) -> None:
    one, other = marks.list_cards(record, QUESTION)[:2]
    marks.save_mark(record, one, QUESTION, "Ada", seen=0, items=[], comment="Which weights?")
    save(record, other, "Ada")
    newest = marks.newest_marks(record, QUESTION)
    assert {person: mark.comment for person, mark in newest.items() if mark.comment} == {
        one.people[0]: "Which weights?"
    }


def test_second_marks_do_not_count(record: Record) -> None:
    (card,), (weights, example, _) = sample_after_marking(record), items(record)
    before = marks.totals(record)
    marks.save_mark(record, card, QUESTION, "Bo", seen=0, items=[weights, example], is_second=True)
    assert marks.totals(record) == before


def test_agreement_is_measured(tmp_path: Path, assignment: Assignment) -> None:
    """Of two answers marked twice one has the same points, and the other half a point more."""
    with make_written_class(tmp_path / "big", [f"answer {number}" for number in range(20)]) as record:
        rubric.sync_rubric(record, assignment.questions)
        weights, example, _ = items(record)
        one, other = sample_after_marking(record)
        assert marks.measure_agreement(record, QUESTION) is None
        marks.save_mark(record, one, QUESTION, "Bo", seen=0, items=[weights], is_second=True)
        marks.save_mark(record, other, QUESTION, "Bo", seen=0, items=[weights, example], is_second=True)
        assert marks.measure_agreement(record, QUESTION) == marks.Agreement(2, 0.5, 0.25)


def test_agreement_compares_like_with_like(tmp_path: Path, assignment: Assignment) -> None:
    """Points that count, of one answer, by two people: what is above a question's points is cut for both."""
    with make_written_class(tmp_path / "big", [f"answer {number}" for number in range(20)]) as record:
        rubric.sync_rubric(record, assignment.questions)
        one, other = sample_after_marking(record)
        for card in (one, other):
            marks.save_mark(record, card, QUESTION, "Bo", seen=0, items=[], adjustment=9, is_second=True)
        assert marks.measure_agreement(record, QUESTION) == marks.Agreement(2, 0, 1)
        seen = marks.newest_event(record, one, QUESTION)
        save(record, one, "Bo", seen=seen)  # who marked it a second time marks it anew
        assert marks.measure_agreement(record, QUESTION) == marks.Agreement(1, 0, 1)
        newer = replace(other, submission=hand_in(record, other.people, zip_of(answer_files("again")), hours=5))
        save(record, newer, "Ada", seen=marks.newest_event(record, newer, QUESTION))
        assert marks.measure_agreement(record, QUESTION) is None


def test_nobody_marks_own_sample(record: Record) -> None:
    sample_after_marking(record)
    assert marks.sample_for(record, QUESTION, "Ada", marks.list_cards(record, QUESTION)) == []


def sample_after_marking(record: Record) -> list[Card]:
    """Return what Bo marks a second time after Ada has marked everything with the first item."""
    for card in marks.list_cards(record, QUESTION):
        save(record, card, "Ada", items(record)[0])
    return marks.sample_for(record, QUESTION, "Bo", marks.list_cards(record, QUESTION))
