"""The tables of ``class.db``, and how an older record becomes a newer one."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from scripts.classroom.record.faults import WAIT, describe_fault
from scripts.errors import SpecError

# Each step takes a record from the version of its position to the next. A step that was released is never edited.
STEPS = [
    """
    create table info (key text primary key, value text not null);
    create table person (
        id integer primary key, name text not null, email text not null, sid text not null, login text not null,
        platform_id text not null, github text not null, in_roster integer not null
    );
    create table submission (digest text primary key, files integer not null, bytes integer not null);
    create table hand_in (
        id integer primary key, platform text not null, label text not null, at text, is_late integer not null,
        submission text references submission, problem text not null, imported_at text not null,
        check ((submission is null) = (problem <> ''))
    );
    create unique index hand_in_once on hand_in (platform, label, coalesce(at, ''), coalesce(submission, problem));
    create table member (
        hand_in integer not null references hand_in, person integer not null references person, primary key (hand_in, person)
    );
    create table unmatched (
        platform text not null, label text not null, reason text not null, primary key (platform, label, reason)
    );
    create table build (
        id integer primary key, digest text not null, inputs text not null, manifest text not null, made_at text not null,
        unique (digest, inputs)
    );
    create table result (
        submission text not null references submission, build integer not null references build, device text not null,
        status text not null check (status in ('graded', 'refused', 'machine')), grading blob, reason text not null,
        seconds real not null, at text not null, primary key (submission, build, device),
        check ((grading is null) = (status <> 'graded'))
    );
    create table failure (
        id integer primary key, submission text not null references submission, build integer not null references build,
        device text not null, log text not null, at text not null
    );
    create table applied (id integer primary key, build integer not null references build, author text not null, at text not null);
    create table adjustment (
        id integer primary key, person integer not null references person, kind text not null, value text not null,
        reason text not null, author text not null, at text not null, takes_back integer references adjustment
    );
    create table publication (
        id integer primary key, platform text not null, place text not null, author text not null, at text not null
    );
    create table published (
        publication integer not null references publication, person integer not null references person, score real,
        digest text not null, primary key (publication, person)
    );
    """,
    # Marks of written answers. An event is never rewritten: what counts is the newest of a person, question and marker.
    """
    create table rubric_item (
        id integer primary key, question text not null, position integer not null, text text not null, points real not null
    );
    create table mark (
        id integer primary key, person integer not null references person, question text not null, marker text not null,
        submission text references submission, adjustment real not null, comment text not null, at text not null,
        takes_back integer references mark
    );
    create table mark_item (
        mark integer not null references mark, item integer not null references rubric_item, primary key (mark, item)
    );
    create index mark_of on mark (question, person);
    """,
    # Where a rubric's item comes from and who took it out ('', 'page' or 'spec'); and which marks are of a second marker, who
    # marks a sample without seeing the first one's: those are compared, and never count.
    """
    alter table rubric_item add column source text not null default '';
    alter table rubric_item add column removed text not null default '';
    alter table mark add column is_second integer not null default 0;
    """,
    # Which entry an entry takes back, so that what counted before counts again.
    """
    alter table applied add column takes_back integer references applied;
    """,
    # What rubric items were and became: nothing in "old" for one that was not in use, nothing in "new" for one that was taken out.
    """
    create table rubric_change (
        id integer primary key, item integer not null references rubric_item, author text not null, at text not null,
        old_text text, old_points real, new_text text, new_points real
    );
    """,
]


def open_database(path: Path) -> sqlite3.Connection:
    """Open a record, or make it, and bring its tables up to date.

    Raises:
        SpecError: it is no record, one of a newer kit, or one that cannot be written.
    """
    if not path.parent.exists():
        path.parent.mkdir(parents=True)
        path.parent.chmod(0o700)  # names, grades and work of students
    try:
        database = sqlite3.connect(path, timeout=WAIT, isolation_level=None, check_same_thread=False)
    except sqlite3.OperationalError as error:
        raise SpecError(describe_fault(path, error)) from error
    database.row_factory = sqlite3.Row
    try:
        database.execute("pragma journal_mode = wal")
        database.execute("pragma synchronous = full")  # a result that was reported is on the disk
        database.execute("pragma foreign_keys = on")
        _migrate(database, path)
    except sqlite3.DatabaseError as error:
        database.close()
        raise SpecError(describe_fault(path, error)) from error
    except BaseException:
        database.close()
        raise
    return database


def _migrate(database: sqlite3.Connection, path: Path) -> None:
    if database.execute("pragma user_version").fetchone()[0] == len(STEPS):
        return
    database.execute("begin immediate")  # another command may be about to do the same
    try:
        version: int = database.execute("pragma user_version").fetchone()[0]
        if version > len(STEPS):
            raise SpecError(
                f"{path}: was written by a newer version of the kit (format {version}); update the kit with git pull."
            )
        for step in STEPS[version:]:
            for statement in step.split(";"):
                if statement.strip():
                    database.execute(statement)
        database.execute(f"pragma user_version = {len(STEPS)}")
        database.execute("commit")
    except BaseException:
        if database.in_transaction:  # a full disk may have ended it
            database.execute("rollback")
        raise
