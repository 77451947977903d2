"""Readers of the platforms' exports: each recognises its own by the names in it, and says who handed in what.

The formats are the platforms': file and folder names for Canvas, Moodle, Brightspace, Blackboard and GitHub Classroom, and a YAML
file for Gradescope.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from autograder.submission.paths import display_path, is_junk
from scripts.classroom.sources.container import Container, open_container
from scripts.classroom.sources.gradescope import METADATA, read_gradescope
from scripts.classroom.sources.model import Export, HandIn, Person
from scripts.errors import SpecError

MAX_LISTED = 5  # names in a remark
WORK = "src"  # folder of a student's release, and nobody's name
PLAIN_FOLDERS = "one folder or zip per student"  # the platform of an export that is no platform's

# doejane_LATE_1234_567890_hw.zip; a name, also of a group, has no number between underscores: Canvas writes _1_ as -1-.
CANVAS = re.compile(r"(?P<name>[^/]+?)_(?P<late>LATE_)?(?:(?P<user>\d+)_(?P<attachment>\d+))_(?P<file>[^/]+)")
ATTEMPT = re.compile(r"-\d+(?=\.py\Z)")
# First Last_123_assignsubmission_file/..., older _file_, newest without the last underscore; also text typed into a form.
MOODLE = re.compile(r"(?P<name>[^/]+)_(?P<participant>\d+)_assignsubmission_(?:file|onlinetext)_?/(?P<file>.+)")
# 39786-640693 - First Last - Oct 10, 2025 1022 AM/hw.zip
BRIGHTSPACE = re.compile(
    r"(?P<user>\d+)-(?P<folder>\d+) - (?P<name>[^/]+) - (?P<time>\w{3,9} \d{1,2}, \d{4} \d{3,4} [AP]M)/(?P<file>.+)"
)
# HW1_jdoe_attempt_2025-10-03-23-59-59_hw.zip; the same without a file's name and with .txt is the platform's own receipt.
BLACKBOARD = re.compile(
    r"[^/]*?_(?P<user>[^/_]+)_attempt_(?P<time>\d{4}-\d\d-\d\d-\d\d-\d\d-\d\d)(?:_(?P<file>[^/]+)|(?P<receipt>\.txt))"
)


class _Found(NamedTuple):
    """What a file's name says."""

    key: str  # what the files of one attempt have in common
    label: str  # name of the attempt's folder or file, as the platform takes it back
    person: Person
    file: str  # path inside the hand-in; empty for a file of the platform's own
    time: datetime | None = None
    is_late: bool = False


def open_export(path: Path) -> tuple[Container, Export]:
    """Open an export, and recognise and read it.

    Raises:
        SpecError: it cannot be read, or nothing in it was handed in.
    """
    container = open_container(path)
    return container, read_export(container)


def read_export(container: Container) -> Export:
    """Recognise the platform of an export and read it.

    Raises:
        SpecError: nothing in it was handed in, or a file of the platform's own is damaged.
    """
    names = [name for name in container.names() if not is_junk(name) or _is_clone_mark(name)]
    top = _single_top_folder(names)
    metadata = _find_metadata(names, top)
    if metadata is not None:
        export = read_gradescope(container, metadata, names)
    else:
        export = _read_by_names(names, top) or _read_folders(names, top if _holds_folders(names, top) else "")
    if not export.hand_ins:
        raise SpecError(
            f"{container.display}: nothing in it looks like a submission. SUBMISSIONS is the export of Gradescope, Canvas, Moodle, "
            "Brightspace or Blackboard, a folder of GitHub Classroom's clones, or a folder with one folder or zip for each student."
        )
    if export.platform == PLAIN_FOLDERS and any(one.label == WORK for one in export.hand_ins):
        raise SpecError(
            f"{container.display}: is one student's work; put it into a folder of the student's login, number or name, and give "
            "the folder in which that lies."
        )
    export.remarks += container.remarks
    return export


def _canvas(match: re.Match[str]) -> _Found:
    person = Person(name="" if match["name"] == "anon" else match["name"], platform_id=f"canvas:{match['user']}")
    return _Found(match["user"], match[0], person, match["file"], is_late=match["late"] is not None)


def _moodle(match: re.Match[str]) -> _Found:
    person = Person(name=match["name"], platform_id=f"moodle:{match['participant']}")
    label = match[0][: -len(match["file"]) - 1]
    return _Found(match["participant"], label, person, match["file"])


def _brightspace(match: re.Match[str]) -> _Found:
    clock = re.sub(r"(\d\d) ([AP]M)$", r":\1 \2", match["time"])  # "122 PM" is 1:22, not 12:2
    time = _parse(clock, ("%b %d, %Y %I:%M %p", "%B %d, %Y %I:%M %p"))
    label = match[0][: -len(match["file"]) - 1]
    person = Person(name=match["name"], platform_id=f"brightspace:{match['user']}")
    return _Found(label, label, person, match["file"], time)


def _blackboard(match: re.Match[str]) -> _Found:
    time = _parse(match["time"], ("%Y-%m-%d-%H-%M-%S",))
    label = f"{match['user']}_attempt_{match['time']}"
    return _Found(label, label, Person(login=match["user"]), match["file"] or "", time)


PATTERNS: list[tuple[str, re.Pattern[str], Callable[[re.Match[str]], _Found]]] = [
    ("Moodle", MOODLE, _moodle),
    ("Brightspace", BRIGHTSPACE, _brightspace),
    ("Blackboard", BLACKBOARD, _blackboard),
    ("Canvas", CANVAS, _canvas),
]
OWN_FILES = {"index.html"}  # of a platform, at the top of its export


def _find_metadata(names: list[str], top: str) -> str | None:
    """Return the file that every export of Gradescope has, at the top or in a single folder there."""
    return next((name for name in (METADATA, f"{top}{METADATA}") if name in names), None)


def _read_by_names(names: list[str], top: str) -> Export | None:
    """Read an export in which the names say everything, at the top or in one folder there; None where they do not."""
    return next((found for prefix in ("", top) if (found := _read_below(names, prefix)) is not None), None)


def _read_below(names: list[str], prefix: str) -> Export | None:
    """Read such an export in the folder that ``prefix`` names."""
    inside = [name[len(prefix) :] for name in names if name.startswith(prefix)]
    inside = [name for name in inside if name not in OWN_FILES]
    for platform, pattern, explain in PATTERNS:
        matches = {name: match for name in inside if (match := pattern.fullmatch(name))}
        if 2 * len(matches) <= len(inside):
            continue
        attempts: dict[str, list[tuple[str, _Found]]] = {}
        for name, match in matches.items():
            found = explain(match)
            attempts.setdefault(found.key, []).append((prefix + name, found))
        export = Export(platform, [_to_hand_in(files) for files in attempts.values()])
        if platform == "Canvas":
            export.hand_ins = [replace(one, files=_without_attempt(one.files)) for one in export.hand_ins]
        if others := [name for name in inside if name not in matches]:
            export.remarks.append(f"Not named as {platform} names submissions, and left out: {list_some(others)}.")
        return export
    return None


def recognize_platform(names: list[str]) -> str:
    """Return the platform whose export of several submissions holds files of these names; empty where it is none's."""
    names = [name for name in names if not name.endswith("/") and not is_junk(name)]
    top = _single_top_folder(names)
    if _find_metadata(names, top) is not None:
        return "Gradescope"
    found = _read_by_names(names, top)
    return found.platform if found and len(found.hand_ins) > 1 else ""


def _to_hand_in(found: list[tuple[str, _Found]]) -> HandIn:
    first = found[0][1]
    files = {one.file: name for name, one in found if one.file}
    return HandIn(first.label, (first.person,), files, first.time, any(one.is_late for _, one in found))


def _without_attempt(files: Mapping[str, str]) -> dict[str, str]:
    """Return files with Canvas's mark of a later attempt taken off modules: sums-1.py, which nothing can import, is sums.py."""
    plain = {name: ATTEMPT.sub("", name) for name in files}
    counts = Counter(plain.values())
    return {plain[name] if counts[plain[name]] == 1 else name: place for name, place in files.items()}


def _read_folders(names: list[str], prefix: str) -> Export:
    """Read one folder, zip or file for each student, or clones of GitHub Classroom."""
    attempts: dict[str, dict[str, str]] = {}
    loose: list[str] = []
    clones: set[str] = set()
    for name in names:
        if not name.startswith(prefix):
            continue
        folder, _, file = name[len(prefix) :].partition("/")
        if file == ".git":
            clones.add(folder)
        elif file:
            attempts.setdefault(folder, {})[file] = name
        elif PurePosixPath(folder).suffix.lower() in (".zip", ".py", ".ipynb"):
            attempts.setdefault(PurePosixPath(folder).stem, {})[folder] = name
        else:
            loose.append(folder)
    is_github = bool(clones) and clones >= set(attempts)
    assignment = _common_beginning(sorted(clones)) if is_github else ""
    hand_ins = []
    for label, files in sorted(attempts.items()):
        user = label[len(assignment) :]
        person = Person(github=user) if is_github else Person(name=label)
        hand_ins.append(HandIn(label, (person,), files))
    export = Export("GitHub Classroom" if is_github else PLAIN_FOLDERS, hand_ins, loose)
    if loose and hand_ins:
        export.remarks.append(f"Beside the students' folders and zips, and left out: {list_some(loose)}.")
    return export


def _common_beginning(names: list[str]) -> str:
    """Return "hw1-" for "hw1-ann" and "hw1-bo": GitHub Classroom puts the assignment before the user's name."""
    if len(names) < 2:
        return names[0].partition("-")[0] + "-" if names and "-" in names[0] else ""
    shortest, longest = names[0], names[-1]  # sorted: what these two share, all share
    length = next(
        (i for i, (a, b) in enumerate(zip(shortest, longest, strict=False)) if a != b), min(len(shortest), len(longest))
    )
    return shortest[: shortest.rfind("-", 0, length) + 1]


def _single_top_folder(names: list[str]) -> str:
    """Return the folder, with its slash, in which everything lies; empty where there is none."""
    tops = {name.partition("/")[0] for name in names}
    return f"{tops.pop()}/" if len(tops) == 1 and all("/" in name for name in names) else ""


def _holds_folders(names: list[str], top: str) -> bool:
    """Return whether the single top folder holds the students' folders or zips, rather than being one student's."""
    if not top or f"{top}.git" in names:
        return False
    below = [name[len(top) :] for name in names]
    if any(name.startswith(f"{WORK}/") for name in below):
        return False
    plain = [name for name in below if "/" not in name and not name.lower().endswith(".zip")]
    return not plain


def _is_clone_mark(name: str) -> bool:
    return name.endswith("/.git") and name.count("/") <= 2


def _parse(text: str, formats: tuple[str, ...]) -> datetime | None:
    for one in formats:
        try:
            return datetime.strptime(text, one)
        except ValueError:
            continue
    return None


def list_some(names: list[str]) -> str:
    """Return names as a sentence lists them, the many as a count."""
    more = len(names) - MAX_LISTED
    return ", ".join(display_path(name) for name in names[:MAX_LISTED]) + (f" and {more} more" if more > 0 else "")
