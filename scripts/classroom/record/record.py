"""Read and write the record of a class; every write is a transaction, so that a kill at any moment leaves it whole."""

from __future__ import annotations

import contextlib
import hashlib
import sqlite3
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timezone
from pathlib import Path
from types import TracebackType
from typing import Literal

import msgspec

from autograder.model.grading import Grading
from autograder.model.manifest import Device, Manifest
from scripts.classroom.record.faults import describe_fault
from scripts.classroom.record.schema import open_database
from scripts.classroom.sources.matching import KEYS
from scripts.classroom.sources.model import HandIn, Person
from scripts.errors import SpecError

DATABASE = "class.db"
SUBMISSIONS = "submissions"  # folder of the hand-ins, a zip each
Added = Literal["new", "known", "again"]  # what became of a hand-in
NO_SEED = "0" * 32  # in place of a build's secret, which the record has no use for


@dataclass(frozen=True)
class Known:
    """A person of the record."""

    id: int
    person: Person
    in_roster: bool


@dataclass(frozen=True)
class StoredHandIn:
    """A hand-in of the record; ``submission`` is None where it could not be kept, and ``problem`` says why."""

    id: int
    platform: str
    label: str
    at: datetime | None
    is_late: bool
    submission: str | None
    problem: str


def sort_attempts(hand_ins: Iterable[StoredHandIn]) -> list[StoredHandIn]:
    """Return attempts of a person, the earliest first.

    One without a time is newer than what was imported before it, unless the same files are known with a time.
    """
    by_import = sorted(hand_ins, key=lambda one: one.id)
    dated = {one.submission for one in by_import if one.at is not None and one.submission is not None}
    first = newest = datetime.min.replace(tzinfo=timezone.utc)
    times: dict[int, datetime] = {}
    for one in by_import:
        times[one.id] = one.at or (first if one.submission in dated else newest)
        newest = max(newest, times[one.id])
    return sorted(by_import, key=lambda one: (times[one.id], one.id))


@dataclass(frozen=True)
class Result:
    """How the grading of a submission under a build ended."""

    submission: str
    device: Device
    status: str  # "graded", "refused" or "machine"
    reason: str  # a sentence; empty where it was graded
    seconds: float
    grading: Grading | None


@dataclass(frozen=True)
class StoredBuild:
    """A build that graded something; its manifest has no seed."""

    id: int
    manifest: Manifest
    inputs: str

    @property
    def name(self) -> str:
        """What was graded with: a digest of the build, and one of its secret inputs."""
        return f"{self.manifest.build}+{self.inputs}"


class Record:
    """A class and assignment's record. Use as a context manager.

    Args:
        folder: of the class; made where it is missing.

    Raises:
        SpecError: the record cannot be read.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._database = open_database(folder / DATABASE)

    def __enter__(self) -> Record:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the database."""
        self._database.close()

    @property
    def submissions(self) -> Path:
        """The folder of the hand-ins."""
        return self.folder / SUBMISSIONS

    def path_of(self, submission: str) -> Path:
        """Return the path of a submission's zip."""
        return self.submissions / f"{submission}.zip"

    def lacks_files_of(self, hand_in: StoredHandIn | None) -> bool:
        """Return whether the files of a hand-in were kept, and are gone from the folder."""
        return hand_in is not None and hand_in.submission is not None and not self.path_of(hand_in.submission).is_file()

    @contextlib.contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """Give the database for writing: all of what is done with it counts, or nothing."""
        try:
            self._database.execute("begin immediate")
            yield self._database
            self._database.execute("commit")
        except sqlite3.DatabaseError as error:
            self._roll_back()
            if isinstance(error, (sqlite3.IntegrityError, sqlite3.ProgrammingError)):  # a fault of the kit's
                raise
            raise SpecError(describe_fault(self.folder / DATABASE, error)) from error
        except BaseException:
            self._roll_back()
            raise

    def _roll_back(self) -> None:
        if self._database.in_transaction:  # a full disk may have ended it
            self._database.execute("rollback")

    def query(self, sql: str, *values: object) -> list[sqlite3.Row]:
        """Return the rows of a query.

        Raises:
            SpecError: the record is damaged, or cannot be read now.
        """
        with self.explain_faults():
            return self._database.execute(sql, values).fetchall()

    @contextlib.contextmanager
    def explain_faults(self) -> Iterator[None]:
        """Turn what is raised by a record that another program has, or that is damaged, into a sentence.

        Damage is a copy that broke off, or a table edited by hand.
        """
        try:
            yield
        except sqlite3.ProgrammingError:  # a fault of the kit's
            raise
        except (sqlite3.DatabaseError, msgspec.MsgspecError, zlib.error, ValueError) as error:
            raise SpecError(describe_fault(self.folder / DATABASE, error)) from error

    # What the record is of.

    def bind(self, assignment: str) -> None:
        """Say which assignment the record is of.

        Raises:
            SpecError: it is another one's.
        """
        with self.transaction() as database:
            database.execute("insert or ignore into info values ('assignment', ?)", (assignment,))
        known = self.info("assignment")
        if known != assignment:
            raise SpecError(
                f"{self.folder}: is the class of the assignment {known}, not of {assignment}; name another folder with CLASS=."
            )

    def assignment(self) -> str:
        """Return the name of the assignment that the record is of.

        Raises:
            SpecError: the record is empty, as after a copy that broke off or a first import that was stopped.
        """
        known = self.info("assignment")
        if not known:
            raise SpecError(
                f"{self.folder / DATABASE}: has nothing in it; restore it from your backup, or make it with make grade-class "
                "SUBMISSIONS=path/to/export.zip."
            )
        return known

    def info(self, key: str, default: str = "") -> str:
        """Return a setting of the record."""
        found = self.query("select value from info where key = ?", key)
        return str(found[0]["value"]) if found else default

    def set_info(self, key: str, value: str) -> None:
        """Keep a setting of the record."""
        with self.transaction() as database:
            database.execute(
                "insert into info values (?, ?) on conflict (key) do update set value = excluded.value", (key, value)
            )

    # People.

    def people(self) -> list[Known]:
        """Return everybody, in the order of their names."""
        rows = self.query("select * from person")
        everybody = [Known(row["id"], _to_person(row), bool(row["in_roster"])) for row in rows]
        return sorted(everybody, key=lambda known: (known.person.name.casefold(), known.id))

    def add_people(self, people: Sequence[Person], *, in_roster: bool) -> list[int]:
        """Add people and return their ids, in order."""
        fields = ["name", *KEYS]
        with self.transaction() as database:
            return [
                int(
                    database.execute(
                        f"insert into person ({', '.join(fields)}, in_roster) values ({'?, ' * len(fields)}?)",
                        (*(getattr(person, name) for name in fields), in_roster),
                    ).lastrowid
                    or 0
                )
                for person in people
            ]

    def complete_person(self, id: int, found: Person, *, in_roster: bool) -> None:
        """Add to a person what a list or an export knows more of them; what is known already stays."""
        with self.transaction() as database:
            for name in ("name", *KEYS):
                database.execute(
                    f"update person set {name} = ? where id = ? and {name} = ''", (getattr(found, name), id)
                )
            if in_roster:
                database.execute(
                    "update person set in_roster = 1, name = coalesce(nullif(?, ''), name) where id = ?",
                    (found.name, id),
                )

    # Hand-ins.

    def add_hand_in(
        self,
        platform: str,
        hand_in: HandIn,
        people: Sequence[int],
        at: datetime | None,
        kept: tuple[str, int, int] | str,
    ) -> Added:
        """Add a hand-in; one that is known is not added again.

        Files that are known without a time get the one that is given; without a time they are what is known, and the newest of what
        was imported under this name: somebody handed in what they had handed in before.

        Args:
            platform: its export's.
            hand_in: as the export has it.
            people: ids of whose it is.
            at: when it was handed in, with its zone.
            kept: digest, number of files and bytes of what was kept of it; or why nothing could be.

        Returns:
            Whether it is new, was known, or was known and takes the place of what was imported later.
        """
        submission, problem = (None, kept) if isinstance(kept, str) else (kept[0], "")
        with self.transaction() as database:
            if not isinstance(kept, str):
                database.execute("insert or ignore into submission values (?, ?, ?)", kept)
            time = _settle_time(database, platform, hand_in.label, _to_text(at), submission or problem)
            added = database.execute(
                "insert or ignore into hand_in (platform, label, at, is_late, submission, problem, imported_at) "
                "values (?, ?, ?, ?, ?, ?, ?)",
                (platform, hand_in.label, time, hand_in.is_late, submission, problem, now()),
            )
            (id,) = database.execute(
                "select id from hand_in where platform = ? and label = ? and coalesce(at, '') = ? "
                "and coalesce(submission, problem) = ?",
                (platform, hand_in.label, time or "", submission or problem),
            ).fetchone()
            database.execute("delete from member where hand_in = ?", (id,))  # the group may have another member by now
            known = id
            if time is None and not added.rowcount:
                id = _make_newest(database, id)
            database.executemany("insert or ignore into member values (?, ?)", [(id, person) for person in people])
            return "new" if added.rowcount else "known" if id == known else "again"

    def hand_ins(self) -> dict[int, list[StoredHandIn]]:
        """Return every person's hand-ins by the person's id, the earliest first."""
        rows = self.query(
            "select member.person as person, hand_in.* from member join hand_in on hand_in.id = member.hand_in"
        )
        found: dict[int, list[StoredHandIn]] = {}
        for row in rows:
            with self.explain_faults():
                at = _to_time(row["at"])
            found.setdefault(row["person"], []).append(
                StoredHandIn(
                    row["id"],
                    row["platform"],
                    row["label"],
                    at,
                    bool(row["is_late"]),
                    row["submission"],
                    row["problem"],
                )
            )
        return {person: sort_attempts(hand_ins) for person, hand_ins in found.items()}

    def set_unmatched(self, platform: str, reasons: Mapping[str, Sequence[str]]) -> None:
        """Keep which hand-ins of a platform are nobody's for certain, in place of what was kept before."""
        with self.transaction() as database:
            database.execute("delete from unmatched where platform = ?", (platform,))
            rows = [(platform, label, reason) for label, whys in reasons.items() for reason in whys]
            database.executemany("insert or ignore into unmatched values (?, ?, ?)", rows)

    def unmatched(self) -> list[tuple[str, str]]:
        """Return label and reason of each hand-in that is nobody's for certain."""
        return [(row["label"], row["reason"]) for row in self.query("select * from unmatched order by label")]

    # Builds and results.

    def add_build(self, manifest: Manifest, inputs: str) -> int:
        """Return the id of a build, which is added where it is new; the first one counts at once.

        Args:
            manifest: the build's; its secret is not kept.
            inputs: a digest of that secret, as gradings have it.
        """
        text = msgspec.json.encode(msgspec.structs.replace(manifest, seed=NO_SEED, mistakes=[])).decode()
        with self.transaction() as database:
            database.execute(
                "insert or ignore into build (digest, inputs, manifest, made_at) values (?, ?, ?, ?)",
                (manifest.build, inputs, text, now()),
            )
            found = database.execute("select id from build where digest = ? and inputs = ?", (manifest.build, inputs))
            build = int(found.fetchone()["id"])
            if not database.execute("select 1 from applied").fetchone():
                database.execute("insert into applied (build, author, at) values (?, '', ?)", (build, now()))
        return build

    def builds(self) -> list[StoredBuild]:
        """Return all builds, the oldest first."""
        rows = self.query("select * from build order by id")
        with self.explain_faults():
            return [
                StoredBuild(row["id"], msgspec.json.decode(row["manifest"], type=Manifest), row["inputs"])
                for row in rows
            ]

    def applied_build(self) -> StoredBuild | None:
        """Return the build whose results count; None where nothing was graded."""
        entries = self._applied_entries()
        return next(build for build in self.builds() if build.id == entries[-1][1]) if entries else None

    def apply_build(self, build: int, author: str) -> None:
        """Make the results of a build count from now on."""
        with self.transaction() as database:
            database.execute("insert into applied (build, author, at) values (?, ?, ?)", (build, author, now()))

    def take_back_build(self, author: str) -> StoredBuild:
        """Make the build count that counted before the one that counts.

        Raises:
            SpecError: there was none.
        """
        entries = self._applied_entries()
        if len(entries) < 2:
            raise SpecError(f"{self.folder}: no other build counted before, so there is nothing to take back.")
        (newest, _), (_, before) = entries[-1], entries[-2]
        with self.transaction() as database:
            database.execute(
                "insert into applied (build, author, at, takes_back) values (?, ?, ?, ?)",
                (before, author, now(), newest),
            )
        return next(build for build in self.builds() if build.id == before)

    def _applied_entries(self) -> list[tuple[int, int]]:
        """Return id and build of the entries that were not taken back, the newest last."""
        rows = self.query("select id, build, takes_back from applied order by id")
        gone = {row["takes_back"] for row in rows}
        return [(row["id"], row["build"]) for row in rows if row["takes_back"] is None and row["id"] not in gone]

    def add_result(self, result: Result, build: int, grading: bytes | None) -> None:
        """Keep how a grading ended; a verdict that is there already is never replaced, a fault of the machine's is.

        Args:
            result: how it ended.
            build: the build's id.
            grading: as JSON, where it was graded.
        """
        with self.transaction() as database:
            database.execute(
                "insert into result values (?, ?, ?, ?, ?, ?, ?, ?) on conflict do update set status = excluded.status, "
                "grading = excluded.grading, reason = excluded.reason, seconds = excluded.seconds, at = excluded.at "
                "where result.status = 'machine'",
                (
                    result.submission, build, result.device, result.status, None if grading is None else zlib.compress(grading, 6),
                    result.reason, result.seconds, now(),
                ),
            )  # fmt: skip

    def add_failure(self, submission: str, build: int, device: Device, log: str) -> None:
        """Keep a failure of the machine's while a submission was graded."""
        with self.transaction() as database:
            database.execute(
                "insert into failure (submission, build, device, log, at) values (?, ?, ?, ?, ?)",
                (submission, build, device, log, now()),
            )

    def finished(self, build: int, device: Device) -> set[str]:
        """Return the submissions that have a result under a build."""
        rows = self.query(
            "select submission from result where build = ? and device = ? and status <> 'machine'", build, device
        )
        return {row["submission"] for row in rows}

    def seconds(self, device: Device) -> dict[str, float]:
        """Return how long each submission took under the newest build that graded it."""
        rows = self.query(
            "select submission, seconds from result where device = ? and status <> 'machine' order by build", device
        )
        return {row["submission"]: row["seconds"] for row in rows}

    def results(self, submission: str, build: int) -> list[Result]:
        """Return the results of a submission under a build, one for each device that has one."""
        rows = self.query("select * from result where submission = ? and build = ? order by device", submission, build)
        with self.explain_faults():
            return [
                Result(
                    submission, row["device"], row["status"], row["reason"], row["seconds"],
                    None if row["grading"] is None else msgspec.json.decode(zlib.decompress(row["grading"]), type=Grading),
                )
                for row in rows
            ]  # fmt: skip


def inputs_of(seed: str) -> str:
    """Return the digest of a build's secret by which gradings name the inputs that it draws."""
    return hashlib.sha256(f"inputs {seed}".encode()).hexdigest()[:8]


def now() -> str:
    """Return the time as the record has it: UTC, to the second."""
    return datetime.now(timezone.utc).strftime("%Y-%m-%dT%H:%M:%S+00:00")


def _settle_time(database: sqlite3.Connection, platform: str, label: str, time: str | None, content: str) -> str | None:
    """Return the time by which files are known; those that were known without one get it."""
    known = database.execute(
        "select id, at from hand_in where platform = ? and label = ? and coalesce(submission, problem) = ? order by at",
        (platform, label, content),
    ).fetchall()
    if time is None:
        return known[-1]["at"] if known else None
    undated = [row["id"] for row in known if row["at"] is None]
    if undated and all(row["at"] != time for row in known):
        database.execute("update hand_in set at = ? where id = ?", (time, undated[0]))
    return time


def _make_newest(database: sqlite3.Connection, id: int) -> int:
    """Give a hand-in that nothing refers to the place of the newest import, unless it is its name's newest; return its id."""
    newer = database.execute(
        "select 1 from hand_in join hand_in as own using (platform, label) where own.id = ? and hand_in.id > own.id",
        (id,),
    )
    if newer.fetchone() is None:
        return id
    (last,) = database.execute("select max(id) + 1 from hand_in").fetchone()
    database.execute("update hand_in set id = ? where id = ?", (last, id))
    return int(last)


def _to_text(time: datetime | None) -> str | None:
    return None if time is None else time.astimezone(timezone.utc).isoformat(timespec="seconds")


def _to_time(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text)


def _to_person(row: sqlite3.Row) -> Person:
    return Person(**{name: row[name] for name in asdict(Person())})
