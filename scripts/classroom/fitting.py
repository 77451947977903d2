"""Whether an export is of the assignment: looked at by names of files alone, before anything is kept, hashed or graded."""

from __future__ import annotations

import contextlib
import zipfile
from collections.abc import Callable, Sequence
from pathlib import PurePosixPath
from typing import NamedTuple

from scripts.classroom.sources.container import Container, Folder, explain_damage
from scripts.classroom.sources.model import Export, HandIn
from scripts.classroom.sources.readers import PLAIN_FOLDERS, list_some, recognize_platform
from scripts.coursespec.loader import load_assignment
from scripts.coursespec.model import Assignment
from scripts.coursespec.numbers import ANSWERS
from scripts.errors import SpecError

SAMPLE = 25  # hand-ins that are compared with other assignments
CLEAR, FOREIGN = 0.9, 0.5  # shares of an assignment's files: from here on a hand-in is of it, and up to here it is not
MIN_SHARE = 0.1  # of a folder's entries that have to be submissions; a home or a folder of downloads has far fewer
FEW = 50  # entries up to which one submission is enough
STAFFS = (".csv", ".tsv", ".xls", ".xlsx", ".txt", ".md")  # files that staff keep beside submissions


class _Other(NamedTuple):
    """Another assignment that hand-ins fit, and whether all of its files are files of the one that was given."""

    name: str
    fitting: int
    is_part: bool


def check_fit(
    container: Container,
    export: Export,
    assignment: Assignment,
    *,
    is_chosen: bool,
    is_first: bool = True,
    on_progress: Callable[[int, int], None] = lambda done, total: None,
) -> None:
    """Refuse an export of another assignment, and a folder that holds other things than a class's submissions.

    Args:
        container: the export's files.
        export: what was read of it.
        assignment: under which it would be graded.
        is_chosen: whether staff named the class's folder too. Then an assignment that has all of another one's files is meant.
        is_first: whether the class has handed in nothing yet; later exports may be of one person, whose files are odd.
        on_progress: called with how many hand-ins were looked at, and of how many.

    Raises:
        SpecError: next to nothing of it was handed in to the assignment, or another assignment fits better.
    """
    hand_ins, files = [one for one in export.hand_ins if one.files], _files_of(assignment)
    if not hand_ins or not files:  # what is written only may be handed in under any name
        return
    limits = assignment.settings.submission
    max_bytes = int(2 * limits.max_total_mb * 2**20)
    is_plain = export.platform == PLAIN_FOLDERS
    is_large = is_plain and len(hand_ins) > FEW
    is_mixed = is_plain and is_first and any(not name.lower().endswith(STAFFS) for name in export.loose)
    if is_plain and isinstance(container, Folder):  # whose zips are looked into without reading them
        _refuse_exports(container, hand_ins)
    needed = MIN_SHARE * len(hand_ins) if is_large else 1
    looked = fitting = 0
    while looked < len(hand_ins) and (fitting < needed or is_mixed):
        names = list_names(container, hand_ins[looked], max_bytes)
        fitting += len(names) <= limits.max_files and _may_be_of(names, files)
        looked += 1
        on_progress(looked, len(hand_ins))
    sample = [list_names(container, one, max_bytes) for one in hand_ins[:: -(-len(hand_ins) // SAMPLE)]]
    other = _find_better(sample, assignment, is_chosen=is_chosen)
    if fitting < needed and (is_first or is_large or other):
        count = (
            f"only {fitting} of {len(hand_ins)} submissions hold" if fitting else f"none of {looked} submissions holds"
        )
        question = f"ASSIGNMENT={other.name}?" if other else "Is it the zip or folder that the platform gave?"
        raise SpecError(
            f"{container.display}: {count} a file of {assignment.name}; nothing was kept or graded. {question}"
        )
    if is_mixed and 2 * fitting < len(hand_ins):
        raise SpecError(
            f"{container.display}: only {fitting} of {len(hand_ins)} folders and zips in it hold a file of {assignment.name}, and "
            f"other files lie beside them ({list_some(export.loose)}); nothing was kept or graded. Put the submissions into a "
            "folder of their own, and give that."
        )
    if other:
        own = "" if not other.is_part else f" If {assignment.name} is meant, name the class's folder as well (CLASS=)."
        raise SpecError(
            f"{container.display}: {other.fitting} of {len(sample)} submissions that were looked at hold the files of {other.name} "
            f"and not those of {assignment.name}; nothing was kept or graded. ASSIGNMENT={other.name}?{own}"
        )


def _refuse_exports(container: Folder, hand_ins: Sequence[HandIn]) -> None:
    """Refuse a folder in which a platform's export lies, as a folder of downloads has: its zip is nobody's submission."""
    for hand_in in hand_ins:
        for name, place in hand_in.files.items():
            if "/" not in name and name.lower().endswith(".zip"):
                inside = list_names(container, HandIn(name, (), {name: place}), container.size(place))[1:]
                if platform := recognize_platform(inside):
                    raise SpecError(
                        f"{container.display}: {place} in it is an export of {platform}; nothing was kept or graded. Give that "
                        "zip as SUBMISSIONS=."
                    )


def list_names(container: Container, hand_in: HandIn, max_bytes: int) -> list[str]:
    """Return the names of a hand-in's files; of a zip that is not too large, of those in it.

    Args:
        container: the export's files.
        hand_in: one of its hand-ins.
        max_bytes: of a zip that is looked into.
    """
    names: list[str] = []
    for name, place in hand_in.files.items():
        names.append(name)
        if PurePosixPath(name).suffix.lower() == ".zip" and container.size(place) <= max_bytes:
            with (
                contextlib.suppress(SpecError),
                explain_damage(name),
                container.open(place) as stream,
                zipfile.ZipFile(stream) as archive,
            ):
                names += archive.namelist()
    return names


def _files_of(assignment: Assignment) -> set[str]:
    return set(assignment.editable) - {ANSWERS}  # which is a file of every assignment


def _may_be_of(names: Sequence[str], files: set[str]) -> bool:
    """Return whether a hand-in may be of an assignment; a notebook's name and a report's answers say nothing of which."""
    return any(name.endswith(".ipynb") or "report/answers/" in name for name in names) or bool(_held(names, files))


def _held(names: Sequence[str], files: set[str]) -> set[str]:
    """Return the files of an assignment that a hand-in holds: below any folder, or without their folders."""
    given = set(names) | {"/".join(parts[cut:]) for name in names for parts in [name.split("/")] for cut in (1, 2, 3)}
    flat = {name for name in names if "/" not in name}
    return {file for file in files if file in given or file.rpartition("/")[2] in flat}


def _find_better(sample: Sequence[Sequence[str]], assignment: Assignment, *, is_chosen: bool) -> _Other | None:
    """Return an assignment of the course whose files most of some hand-ins hold, where they lack those of ``assignment``."""
    own = _files_of(assignment)
    foreign = [names for names in sample if len(_held(names, own)) <= FOREIGN * len(own)]
    if 2 * len(foreign) <= len(sample):
        return None
    found: list[_Other] = []
    for name in assignment.course.assignment_names():
        with contextlib.suppress(SpecError):  # one that is not sound is nobody's
            files = set() if name == assignment.name else _files_of(load_assignment(name, assignment.course))
            if files and not (is_chosen and files <= own):
                fitting = sum(len(_held(names, files)) >= CLEAR * len(files) for names in foreign)
                found.append(_Other(name, fitting, files <= own))
    best = max(found, key=lambda one: one.fitting, default=None)
    return best if best and 2 * best.fitting > len(sample) else None
