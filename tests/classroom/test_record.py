"""The record keeps what was graded, once, and refuses what it cannot read."""

from __future__ import annotations

import sqlite3
from datetime import timedelta, timezone
from pathlib import Path

import msgspec
import pytest

from scripts.classroom.record.record import DATABASE, Record, Result
from scripts.classroom.record.schema import STEPS, open_database
from scripts.classroom.sources.model import HandIn, Person
from scripts.errors import SpecError
from tests import sample_grading
from tests.classroom.classes import DUE, PEOPLE, grade, make_record, manifest


def test_verdict_is_never_replaced(tmp_path: Path) -> None:
    """A fault of the machine's is, by what comes of the next try."""
    record, build, ids = make_record(tmp_path)
    grade(record, build, ids[0], "a", None)
    digest = "a".ljust(32, "0")
    for status, grading in (
        ("machine", None),
        ("graded", sample_grading.perfect()),
        ("machine", None),
        ("refused", None),
    ):
        data = None if grading is None else msgspec.json.encode(grading)
        record.add_result(Result(digest, "cpu", status, "why", 1.0, None), build, data)
        assert record.finished(build, "cpu") == ({digest} if record.results(digest, build)[0].grading else set())
    (result,) = record.results(digest, build)
    assert result.status == "graded" and result.grading == sample_grading.perfect()
    assert record.finished(build, "cpu") == {digest}


def test_same_hand_in_once(tmp_path: Path) -> None:
    record, build, ids = make_record(tmp_path)
    for _ in range(2):
        grade(record, build, ids[0], "a", None)
    grade(record, build, ids[0], "b", None)
    assert [one.submission for one in record.hand_ins()[ids[0]]] == ["a".ljust(32, "0"), "b".ljust(32, "0")]


def test_people_are_in_order_of_names(tmp_path: Path) -> None:
    with Record(tmp_path) as record:
        record.add_people([Person(name) for name in ("Cy", "bo", "Ada")], in_roster=True)
        assert [known.person.name for known in record.people()] == ["Ada", "bo", "Cy"]


def test_same_moment_in_another_zone(tmp_path: Path) -> None:
    """A course's zone may change between two imports of one export."""
    record, _, ids = make_record(tmp_path)
    kept = ("a".ljust(32, "0"), 1, 1)
    times = (DUE, DUE.astimezone(timezone(timedelta(hours=-5))))
    assert [record.add_hand_in("Moodle", HandIn("a", (), {}), ids[:1], at, kept) for at in times] == ["new", "known"]


def test_builds_are_taken_back_stepwise(tmp_path: Path) -> None:
    record, *_ = make_record(tmp_path)
    for name in "cd":
        record.apply_build(record.add_build(manifest(name * 16), "inputs"), "staff")
    found = [record.take_back_build("staff") for _ in range(2)]
    assert [one.manifest.build[0] for one in found] == ["c", "b"] and record.applied_build() == found[-1]
    with pytest.raises(SpecError, match="no other build counted before"):
        record.take_back_build("staff")


def test_twice_in_a_list_is_once(tmp_path: Path) -> None:
    """A person whom an export names twice, and a build that grades again."""
    record, build, ids = make_record(tmp_path)
    kept = ("a".ljust(32, "0"), 1, 1)
    assert record.add_hand_in("Gradescope", HandIn("a", (), {}), [ids[0], ids[0]], DUE, kept) == "new"
    assert len(record.hand_ins()[ids[0]]) == 1 and record.add_build(manifest(), "inputs") == build


def test_time_may_come_later(tmp_path: Path) -> None:
    """A list of times that is given later makes no attempt of its own, and an import without it takes none away."""
    record, build, ids = make_record(tmp_path)
    for given, kept in ((None, None), (DUE, DUE), (None, DUE)):
        grade(record, build, ids[0], "a", None, given)
        assert [one.at for one in record.hand_ins()[ids[0]]] == [kept]
    again = DUE + timedelta(days=1)
    for given in (again, DUE):  # handed in again, and an older export after it
        grade(record, build, ids[0], "a", None, given)
        assert [one.at for one in record.hand_ins()[ids[0]]] == [DUE, again]


def test_attempt_without_time_is_newer(tmp_path: Path) -> None:
    """A list with times was given once and then left out, or a file came by mail; the same files elsewhere are no attempt."""
    record, build, ids = make_record(tmp_path)
    grade(record, build, ids[0], "a", None, DUE)
    grade(record, build, ids[0], "b", None, None)
    grade(record, build, ids[0], "a", None, None, label="elsewhere")
    assert [(one.submission or "")[0] for one in record.hand_ins()[ids[0]]] == ["a", "a", "b"]
    grade(record, build, ids[0], "c", None, DUE + timedelta(hours=-1))
    grade(record, build, ids[0], "d", None, DUE + timedelta(hours=1))
    assert [(one.submission or "")[0] for one in record.hand_ins()[ids[0]]][-2:] == ["b", "d"]


def test_earlier_files_may_come_again(tmp_path: Path) -> None:
    """Where a platform says no time, what its newest export holds counts; elsewhere it stays as it was."""
    record, build, ids = make_record(tmp_path)
    for name, added in (("a", "new"), ("b", "new"), ("a", "again"), ("a", "known")):
        kept = (name.ljust(32, "0"), 1, 10)
        assert record.add_hand_in("Moodle", HandIn("Ada_9", (), {}), ids[:1], None, kept) == added
    assert [(one.submission or "")[0] for one in record.hand_ins()[ids[0]]] == ["b", "a"]
    grade(record, build, ids[0], "c", None, None, label="by mail")
    grade(record, build, ids[0], "a", None, None, label="Ada_9")
    assert [(one.submission or "")[0] for one in record.hand_ins()[ids[0]]] == ["b", "a", "c"]


def test_group_may_change(tmp_path: Path) -> None:
    """The newest export says who belongs to a hand-in."""
    record, _, ids = make_record(tmp_path)
    for group in (ids[:2], ids[1:3]):
        record.add_hand_in("Gradescope", HandIn("submission_1", (), {}), group, DUE, ("a".ljust(32, "0"), 1, 1))
    assert sorted(record.hand_ins()) == ids[1:3]


def test_record_survives_reopening(tmp_path: Path) -> None:
    record, build, ids = make_record(tmp_path)
    grade(record, build, ids[1], "a", sample_grading.mixed())
    record.close()
    with Record(tmp_path) as again:
        assert [known.person for known in again.people()] == PEOPLE
        assert again.applied_build() == again.builds()[0] and again.builds()[0].manifest.build == "b" * 16
        (hand_in,) = again.hand_ins()[ids[1]]
        assert hand_in.at == DUE and again.results(hand_in.submission or "", build)[0].grading == sample_grading.mixed()


def test_write_is_whole_or_nothing(tmp_path: Path) -> None:
    record, *_ = make_record(tmp_path)

    def fail() -> None:
        with record.transaction() as database:
            database.execute("insert into info values ('half', 'x')")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        fail()
    assert record.info("half") == ""


def test_secret_is_not_kept(tmp_path: Path) -> None:
    record, *_ = make_record(tmp_path)
    record.add_build(msgspec.structs.replace(manifest("c" * 16), seed="5ec2e7" * 5 + "00"), "other")
    record.close()
    assert b"5ec2e7" not in b"".join(path.read_bytes() for path in tmp_path.iterdir())


def test_older_record_is_brought_up(tmp_path: Path) -> None:
    """A record of each earlier format opens, with what was in it."""
    for version in range(1, len(STEPS)):
        path = tmp_path / f"{version}" / DATABASE
        path.parent.mkdir()
        old = sqlite3.connect(path)
        for step in STEPS[:version]:
            old.executescript(step)
        old.execute("insert into info values ('assignment', 'tiny')")
        old.execute(f"pragma user_version = {version}")
        old.commit()
        old.close()
        database = open_database(path)
        assert database.execute("pragma user_version").fetchone()[0] == len(STEPS)
        assert database.execute("select value from info").fetchone()[0] == "tiny"
        assert database.execute("pragma foreign_key_check").fetchall() == []
        database.close()


def test_newer_record_is_refused(tmp_path: Path) -> None:
    record, *_ = make_record(tmp_path)
    record.query(f"pragma user_version = {len(STEPS) + 1}")
    record.close()
    with pytest.raises(SpecError, match="newer version of the kit"):
        Record(tmp_path)


def test_damaged_record_is_refused(tmp_path: Path) -> None:
    (tmp_path / DATABASE).write_bytes(b"no database at all, but long enough to have a header" * 40)
    with pytest.raises(SpecError, match=r"class\.db: is not the record of a class"):
        Record(tmp_path)


@pytest.mark.parametrize(
    "damage",
    [
        "update build set manifest = '{'",
        "update result set grading = x'00'",
        "update hand_in set at = 'yesterday'",
        "drop table member",
    ],
)
def test_damage_inside_is_one_sentence(tmp_path: Path, damage: str) -> None:
    """As after an edit by hand, or a copy of the file that is older than the kit's tables."""
    record, build, ids = make_record(tmp_path)
    grade(record, build, ids[0], "a", sample_grading.perfect())
    record.query(damage)
    with pytest.raises(SpecError, match=r"class\.db: holds something that cannot be read .*; restore it"):
        [record.builds(), record.hand_ins(), record.results("a".ljust(32, "0"), build)]
    record.close()


@pytest.mark.parametrize(
    ("state", "words"),
    [
        ("pragma query_only = 1", "attempt to write a readonly database; see that you may write"),
        ("pragma max_page_count = 1", "database or disk is full; free some room"),
    ],
)
def test_record_that_takes_nothing_is_no_damage(tmp_path: Path, state: str, words: str) -> None:
    record, *_ = make_record(tmp_path)
    record.query(state)
    with pytest.raises(SpecError, match=rf"class\.db: {words}") as refused:
        record.set_info("large", "x" * 100_000)
    assert "backup" not in str(refused.value) and record.assignment() == "northwestern"
    record.close()


def test_record_of_another_program_is_no_damage(tmp_path: Path) -> None:
    record, *_ = make_record(tmp_path)
    other = sqlite3.connect(tmp_path / DATABASE, isolation_level=None)
    other.execute("begin immediate")
    record.query("pragma busy_timeout = 0")
    with pytest.raises(SpecError, match=r"class\.db: database is locked; another command .*; wait") as refused:
        record.set_info("attempt", "best")
    assert "backup" not in str(refused.value)
    other.execute("rollback")
    record.set_info("attempt", "best")
    other.close()
    record.close()


def test_empty_record_is_refused(tmp_path: Path) -> None:
    (tmp_path / DATABASE).touch()
    with Record(tmp_path) as record, pytest.raises(SpecError, match=r"class\.db: has nothing in it"):
        record.assignment()


def test_folder_in_place_of_record(tmp_path: Path) -> None:
    (tmp_path / DATABASE).mkdir()
    with pytest.raises(SpecError, match=r"class\.db: unable to open database file; see that it is a file"):
        Record(tmp_path)


def test_class_has_one_assignment(tmp_path: Path) -> None:
    record, *_ = make_record(tmp_path)
    with pytest.raises(SpecError, match="is the class of the assignment northwestern, not of ut"):
        record.bind("ut")
