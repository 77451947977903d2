"""Grade a class: read what a learning platform exported, and grade every submission that has no result yet.

Everything is kept in the class's folder (``classes/<assignment>`` in the course's, unless ``--class`` names another). The
command can be interrupted at any time and run again.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from scripts.errors import SpecError, run_command
from scripts.options import (
    describe_minutes,
    display_path,
    find_class_folder,
    load_selected_assignment,
    make_parser,
    user_path,
)

if TYPE_CHECKING:
    from rich.console import Console

    from autograder.model.manifest import Manifest
    from scripts.classroom.engine.driver import Progress
    from scripts.classroom.record.record import Record
    from scripts.classroom.sources.container import Container
    from scripts.classroom.sources.model import Export, Person
    from scripts.coursespec.model import Assignment

MACHINE_FAILED = 3  # exit code: some have no result by the machine's fault
NOTHING_GIVEN = "say what to grade: make grade-class SUBMISSIONS=path/to/export.zip"
TABLES = (".csv", ".tsv", ".xls", ".xlsx")


@dataclass
class Given:
    """What the command was given to read.

    Attributes:
        people: of the roster; None where there is none.
        times: of hand-ins, by people's numbers on the platform.
        undated: how many times the roster says in a form that cannot be read.
        container: the export's files; None where no export was given.
        export: what was read of it.
    """

    people: list[Person] | None = None
    times: Mapping[str, datetime] = field(default_factory=dict)
    undated: int = 0
    container: Container | None = None
    export: Export | None = None


def main(arguments: Sequence[str]) -> int:
    """Take an export in, grade, and say how it stands."""
    from rich.console import Console

    from autograder.files import lock_folder
    from autograder.model import manifest as contract
    from scripts.build.autograder_zip import write_build
    from scripts.classroom.class_grading import grade_waiting, say
    from scripts.classroom.record.record import DATABASE, Record

    parser = make_parser("grade_class", __doc__, has_class=True, has_graders=True)
    parser.add_argument(
        "submissions", nargs="?", help="the platform's export, a zip or a folder; left out: what was read before"
    )
    parser.add_argument(
        "--roster", type=user_path, help="CSV file of the class; whoever is not in it is listed, not graded"
    )
    parser.add_argument(
        "--attempt", choices=["latest", "best"], help="which attempt of a person counts; kept in the record"
    )
    options = parser.parse_args(arguments)
    assignment = load_selected_assignment(options)
    console = Console(highlight=False)
    folder = find_class_folder(options, is_new=True)
    given = _read_given(
        options.submissions,
        options.roster,
        assignment,
        console,
        is_chosen=options.folder is not None,
        is_first=not (folder / DATABASE).is_file(),
    )
    with lock_folder(folder / "grading"), Record(folder) as record:
        record.bind(assignment.name)
        if options.attempt:
            record.set_info("attempt", options.attempt)
        build = write_build(assignment).folder
        with lock_folder(build, shared=True):  # a newer spec waits until nothing is graded by this build
            manifest = contract.read(build)
            _take_in(record, given, manifest, console)
            _check_build(record, manifest)
            progress = grade_waiting(record, build, manifest, options.device, options.jobs, options.cluster, console)
        _say_how_it_stands(record, assignment, progress, console)
    say(console, f"Record: {display_path(folder)}; look at it with make class-page")
    return MACHINE_FAILED if progress.machine else 0


def _read_given(
    source: str | None,
    roster: Path | None,
    assignment: Assignment,
    console: Console,
    *,
    is_chosen: bool,
    is_first: bool,
) -> Given:
    """Read what was given, and refuse what is wrong with it before a record is made or written."""
    from scripts.classroom.fitting import check_fit
    from scripts.classroom.sources.list_times import read_times
    from scripts.classroom.sources.readers import open_export
    from scripts.classroom.sources.roster import read_people, read_table

    given = Given()
    if roster is not None:
        table = read_table(roster)
        given.people = read_people(table, roster)
        given.times, given.undated = read_times(table)
    if source is None:
        if is_first:
            raise SpecError(NOTHING_GIVEN)
        return given
    path = user_path(source)
    if path.suffix.lower() in TABLES:
        raise SpecError(f"{path}: is a table, not an export; a gradebook or class list is given as ROSTER=.")
    with console.status("looking at the export") as status:
        given.container, given.export = open_export(path)
        check_fit(
            given.container,
            given.export,
            assignment,
            is_chosen=is_chosen,
            is_first=is_first,
            on_progress=lambda done, total: status.update(f"looking at the export: {done} of {total}"),
        )
    if is_first and given.people is not None:
        _check_roster(given.people, given.export, roster)
    return given


def _check_roster(people: Sequence[Person], export: Export, roster: Path | None) -> None:
    """Refuse a class list that nobody of the export is in: its people would stay in the record."""
    from scripts.classroom.sources.matching import Matcher

    matcher = Matcher(people)
    given = [person for hand_in in export.hand_ins for person in hand_in.people]
    if given and not any(isinstance(matcher.find(person), int) for person in given):
        raise SpecError(
            f"{roster}: none of the {len(given)} people who handed something in, such as {given[0].describe()}, is in it; nothing "
            "was kept or graded. Is it this class's list, with the names, addresses or numbers that the platform gives?"
        )


def _take_in(record: Record, given: Given, manifest: Manifest, console: Console) -> None:
    from scripts.classroom.class_grading import say, say_some
    from scripts.classroom.intake import take_export, take_roster

    if given.people is not None:
        new = take_roster(record, given.people)
        say(console, f"Roster: {len(given.people)} people, {new} of them new")
        if given.undated:
            say(
                console,
                f"  {given.undated} dates of submission in it could not be read; for these nothing is taken off for lateness",
            )
    if given.container is None or given.export is None:
        if not record.hand_ins():
            raise SpecError(NOTHING_GIVEN)
        return
    with console.status("reading the export") as status:
        found = take_export(
            record,
            given.container,
            given.export,
            manifest,
            lambda done, total: status.update(f"reading the export: {done} of {total}"),
            given.times,
        )
    say(
        console,
        f"{found.platform}: {found.hand_ins} submissions, {found.new} of them new, {found.groups} of groups, "
        f"{len(found.unmatched)} unmatched, {len(found.unkept)} that cannot be read",
    )
    for sentences in (found.remarks, found.unmatched, found.unkept):
        say_some(console, sentences, "; the class page lists all")


def _check_build(record: Record, manifest: Manifest) -> None:
    """Refuse to grade under a build whose results would not count."""
    from scripts.classroom.record.record import inputs_of

    applied = record.applied_build()
    if applied is not None and (applied.manifest.build, applied.inputs) != (manifest.build, inputs_of(manifest.seed)):
        raise SpecError(
            f"the spec or its secret inputs changed since this class was graded: build {applied.name} counts, and today's is "
            f"{manifest.build}+{inputs_of(manifest.seed)}. make regrade grades everybody under today's and shows the differences, "
            "and with APPLY=1 it counts. What was handed in since then is in the record and waits for that."
        )


def _say_how_it_stands(record: Record, assignment: Assignment, progress: Progress, console: Console) -> None:
    from scripts.classroom.class_grades import open_grades
    from scripts.classroom.class_grading import say, say_some

    states: Counter[str] = Counter()
    totals: list[float] = []
    gone: list[str] = []
    for standing in open_grades(record, assignment):
        states[standing.state] += 1
        if standing.total is not None:
            totals.append(standing.total)
        if record.lacks_files_of(standing.hand_in):
            gone.append(standing.known.person.describe())
    words = ", ".join(f"{count} {state}" for state, count in states.most_common())
    mean = f"; mean {sum(totals) / len(totals):.2f} points" if totals else ""
    say(console, f"{sum(states.values())} people: {words}{mean}")
    if unmatched := record.unmatched():
        say(
            console,
            f"{len(unmatched)} more submissions are nobody's for certain and were not graded; the class page lists them.",
        )
    if gone:
        say(
            console,
            f"The files of {len(gone)} of them are gone from {display_path(record.submissions)}: their grades stay, but nothing of "
            "theirs can be marked, compared or graded again. Give the export again, or restore the files from your backup.",
        )
        say_some(console, gone, "; the class page lists all")
    if progress.done:
        say(console, f"{progress.done} submissions in {describe_minutes(progress.seconds)}")
    if progress.machine:
        say(
            console,
            f"The machine failed at {len(progress.machine)} of them twice; run the command again, with fewer JOBS where memory is "
            "short. The class page shows what the machine said.",
        )


if __name__ == "__main__":
    run_command(main, stopped="stopped; what was graded is in the record, and the same command goes on")
