"""``make grade-class`` is killed at any moment and run again: the same grades, nothing graded twice, nothing lost."""

from __future__ import annotations

import contextlib
import io
import os
import random
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import msgspec
import psutil
import pytest

from autograder.model import manifest as contract
from autograder.model.grading import Grading
from scripts.build.autograder_zip import write_build
from scripts.classroom.intake import take_export
from scripts.classroom.made_class import Made, make_class, write_gradescope, write_moodle
from scripts.classroom.record.record import Record
from scripts.classroom.sources.readers import open_export
from scripts.coursespec.course import ROOT, Course
from scripts.coursespec.loader import load_assignment
from tests.classroom.tiny_class import temporary_folder
from tests.processes import start_interruptible
from tests.tiny import write_spec

LONG = 250  # seconds: how long a busy machine may take
SECONDS_TO_CLEAN = 60  # the same
SIZE, SEED, JOBS = 8, 24, 2  # a seed whose first eight are of six kinds
LEFT_OUT = ("hostile", "huge")  # they take long; others test them
OLD_ENOUGH = 2.0  # seconds: by then a worker's fork server runs, which cleans up where the worker cannot


@dataclass(frozen=True)
class Moment:
    """When what is killed: once there are so many results, as a share of all."""

    victim: str
    share: float


def draw_moments(count: int) -> list[Moment]:
    rng = random.Random(SEED)
    victims = ("driver", "worker", "all", "interrupt")
    return [Moment(victims[number % len(victims)], round(rng.random(), 3)) for number in range(count)]


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "moment" in metafunc.fixturenames:
        moments = draw_moments(20)
        if not metafunc.config.getoption(
            "--all"
        ):  # the driver, whose workers have to notice; test_engine kills a worker
            moments = moments[:1]
        metafunc.parametrize("moment", moments, ids=[f"{one.victim}-{one.share}" for one in moments])


@dataclass(frozen=True)
class Desk:
    """A class that was handed in, half of it in the record already and half of it in an export.

    Attributes:
        course: folder of the course.
        folder: of the class.
        export: Gradescope's, to be read.
        temporary: folder for everybody's temporary files.
    """

    course: Path
    folder: Path
    export: Path
    temporary: Path

    def start(self) -> subprocess.Popen[str]:
        """Start the command."""
        command = [sys.executable, "-m", "scripts.grade_class", f"--course={self.course}", "--assignment=tiny",
                   f"--class={self.folder}", f"--jobs={JOBS}", str(self.export)]  # fmt: skip
        return start_interruptible(
            command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, start_new_session=True,
            env={**os.environ, "TMPDIR": str(self.temporary)},
        )  # fmt: skip

    def run(self, code: int = 0) -> str:
        """Run the command to its end and return what it printed."""
        with self.start() as process:
            printed, _ = process.communicate(timeout=LONG)
        assert process.returncode == code, printed
        return printed

    def results(self) -> dict[str, tuple[str, str, bytes | None, str]]:
        """Return each submission's result as the record has it, whoever writes it now."""
        with contextlib.closing(sqlite3.connect(f"file:{self.folder / 'class.db'}?mode=ro", uri=True)) as database:
            rows = database.execute("select submission, status, reason, grading, at from result").fetchall()
        return {row[0]: row[1:] for row in rows}

    def gradings(self) -> dict[str, object]:
        """Return each submission's grading without times, or why it has none."""
        found: dict[str, object] = {}
        for submission, (status, reason, packed, _) in self.results().items():
            found[submission] = (status, reason) if packed is None else without_times(zlib.decompress(packed))
        return found

    def written(self) -> list[tuple[str, str]]:
        """Return submission and status of every result that was ever written, in order."""
        with contextlib.closing(sqlite3.connect(self.folder / "class.db")) as database:
            return database.execute("select submission, status from written order by rowid").fetchall()

    def wait_until_quiet(self, processes: list[psutil.Process], *, is_clean: bool) -> list[object]:
        """Wait until processes, and fork servers that are not among them, are gone; return what is not gone in time.

        Args:
            processes: that have to go.
            is_clean: whether all temporary folders have to go too.
        """
        deadline = time.monotonic() + SECONDS_TO_CLEAN
        while True:
            everything = psutil.process_iter(["pid", "status", "cmdline"])
            alive = [one for one in everything if one.info["status"] != psutil.STATUS_ZOMBIE]
            left: list[object] = [
                one for one in alive if one in processes or str(self.temporary) in " ".join(one.info["cmdline"] or [])
            ]
            left += list(self.temporary.iterdir()) if is_clean else []
            if not left or time.monotonic() > deadline:
                return left
            time.sleep(0.05)

    def processes(self, driver: psutil.Process) -> list[psutil.Process]:
        """Return the command's process and all that it has started."""
        with contextlib.suppress(psutil.NoSuchProcess):
            return [driver, *driver.children(recursive=True)]
        return []


def without_times(grading: bytes) -> Grading:
    whole = msgspec.json.decode(grading, type=Grading)
    outcomes = [msgspec.structs.replace(outcome, seconds=0.0) for outcome in whole.outcomes]
    return msgspec.structs.replace(whole, seconds=0.0, outcomes=outcomes)


@pytest.fixture(scope="module")
def handed_in(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """A class in two formats; nothing is graded yet."""
    root = tmp_path_factory.mktemp("desk")
    course = write_spec(root / "course") / "spec"
    assignment = load_assignment("tiny", Course.open(course))
    made = [one for one in make_class(assignment, 2 * SIZE, SEED) if one.kind not in LEFT_OUT][:SIZE]
    made = [make_distinct(one, number) for number, one in enumerate(made)]
    write_moodle(root / "moodle.zip", iter(made[: SIZE // 2]))
    write_gradescope(root / "gradescope.zip", iter(made[SIZE // 2 :]))
    with Record(root / "class") as record:
        take_export(record, *open_export(root / "moodle.zip"), contract.read(write_build(assignment).folder))
        with record.transaction() as database:
            database.execute("create table written (submission text, status text)")
            for event in ("insert", "update"):
                database.execute(
                    f"create trigger on_{event} after {event} on result begin "
                    "insert into written values (new.submission, new.status); end"
                )
    with temporary_folder() as temporary:
        yield Desk(course, root / "class", root / "gradescope.zip", temporary)


def make_distinct(one: Made, number: int) -> Made:
    """Add a file that nobody grades, so that no two are the same submission."""
    assert one.upload is not None
    whole = io.BytesIO(one.upload[1])
    if not zipfile.is_zipfile(whole):
        return one
    with zipfile.ZipFile(whole, "a") as archive:
        archive.writestr("notes.txt", f"{number}")
    return replace(one, upload=(one.upload[0], whole.getvalue()))


@pytest.fixture
def desk(handed_in: Desk, tmp_path: Path) -> Iterator[Desk]:
    """A copy of the class, so that each test grades all of it."""
    shutil.copytree(handed_in.folder, tmp_path / "class")
    with temporary_folder() as temporary:
        yield replace(handed_in, folder=tmp_path / "class", temporary=temporary)


@pytest.fixture(scope="module")
def graded(handed_in: Desk, tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """A copy of the class that was graded and never disturbed."""
    folder = tmp_path_factory.mktemp("graded") / "class"
    shutil.copytree(handed_in.folder, folder)
    whole = replace(handed_in, folder=folder)
    printed = whole.run(code=0)  # all have a result or a reason
    assert f"\n{SIZE} people: " in printed
    assert list(handed_in.temporary.iterdir()) == []
    return whole


@pytest.fixture(scope="module")
def undisturbed(graded: Desk) -> dict[str, object]:
    """What each submission gets when nothing is killed."""
    found = graded.gradings()
    assert len(found) >= SIZE - 2
    return found


def wait_for_results(desk: Desk, driver: subprocess.Popen[str], count: int) -> None:
    deadline = time.monotonic() + LONG
    while len(desk.results()) < count and driver.poll() is None:
        assert time.monotonic() < deadline, "no results came"
        time.sleep(0.002)


def strike(victim: str, driver: subprocess.Popen[str], processes: list[psutil.Process]) -> None:
    """Kill, or interrupt, what the moment names."""
    workers = [one for one in processes[1:] if is_worker(one)]
    chosen = {
        "driver": processes[:1],
        "all": processes,
        "interrupt": [],
        "worker": [one for one in workers if time.time() - one.create_time() > OLD_ENOUGH][:1],
    }[victim]
    if victim == "interrupt":
        driver.send_signal(signal.SIGINT)
    for one in chosen:
        with contextlib.suppress(psutil.NoSuchProcess):
            one.kill()


def is_worker(process: psutil.Process) -> bool:
    with contextlib.suppress(psutil.NoSuchProcess):
        return "scripts.classroom.engine.worker" in process.cmdline()
    return False


def test_killed_class_is_resumed(desk: Desk, undisturbed: dict[str, object], moment: Moment) -> None:
    count = 1 + int(moment.share * (len(undisturbed) - 1))
    with desk.start() as driver:
        wait_for_results(desk, driver, count)
        processes = desk.processes(psutil.Process(driver.pid))
        strike(moment.victim, driver, processes)
        printed, _ = driver.communicate(timeout=LONG)
    expected = {"driver": -signal.SIGKILL, "all": -signal.SIGKILL, "worker": 0, "interrupt": 130}[moment.victim]
    assert driver.returncode in (expected, 0), printed  # 0: it was through before the signal came

    assert desk.wait_until_quiet(processes, is_clean=moment.victim != "all") == []
    kept = desk.results()
    assert len(kept) >= count
    if moment.victim == "interrupt" and driver.returncode:
        assert "stopped; what was graded is in the record, and the same command goes on" in printed

    again = desk.run()
    assert told_to_grade(again) == len(undisturbed) - len(kept)
    final = desk.results()
    assert {one: final[one] for one in kept} == kept
    assert desk.gradings() == undisturbed
    assert sorted(desk.written()) == sorted((one, result[0]) for one, result in final.items())  # each once


def told_to_grade(printed: str) -> int:
    found = re.search(r"^To grade: (\d+) of ", printed, re.MULTILINE)
    assert found is not None, printed
    return int(found[1])


@pytest.mark.parametrize("count", [1, SIZE // 2])
def test_killed_import_is_completed(handed_in: Desk, tmp_path: Path, count: int) -> None:
    """An import that is killed, and repeated, leaves what one import leaves."""
    code = """
import os, sys
from pathlib import Path
from autograder.model import manifest
from scripts.classroom.intake import take_export
from scripts.classroom.sources.readers import open_export
from scripts.classroom.record.record import Record

def killed(done, total):
    if done == int(sys.argv[4]):
        Path(sys.argv[1], "submissions", ".packing-left").touch()
        os.kill(os.getpid(), 9)

with Record(Path(sys.argv[1])) as record:
    take_export(record, *open_export(Path(sys.argv[2])), manifest.read(Path(sys.argv[3])), killed)
"""
    command = [sys.executable, "-c", code, str(tmp_path / "killed"), str(handed_in.export)]
    build = handed_in.course / "build" / "tiny"
    done = subprocess.run([*command, str(build), str(count)], cwd=ROOT, timeout=LONG)
    assert done.returncode == -signal.SIGKILL
    contents = []
    for folder in (tmp_path / "killed", tmp_path / "whole"):
        with Record(folder) as record:
            take_export(record, *open_export(handed_in.export), contract.read(build))
            tables = ("person", "hand_in", "member", "submission", "unmatched")
            rows = [[tuple(row) for row in record.query(f"select * from {table}")] for table in tables]
            rows[1] = [row[:-1] for row in rows[1]]  # when it was imported
            contents.append((rows, sorted(path.name for path in record.submissions.iterdir())))
    assert contents[0] == contents[1]


def test_exit_code_tells_what_is_left(graded: Desk, undisturbed: dict[str, object], tmp_path: Path) -> None:
    """3 where the machine failed at some; the next run grades those."""
    shutil.copytree(graded.folder, tmp_path / "class")
    desk = replace(graded, folder=tmp_path / "class", export=Path("--jobs=1"))  # nothing to read
    with contextlib.closing(sqlite3.connect(desk.folder / "class.db")) as database:
        ((submission,),) = database.execute("select submission from result where status = 'graded' limit 1")
        database.execute("delete from result where submission = ?", (submission,))
        database.commit()
    lost = desk.folder / "submissions" / f"{submission}.zip"
    content = lost.read_bytes()
    lost.unlink()
    assert "The machine failed at 1 of them twice" in desk.run(code=3)
    lost.write_bytes(content)
    assert told_to_grade(desk.run(code=0)) == 1
    assert desk.gradings() == undisturbed
