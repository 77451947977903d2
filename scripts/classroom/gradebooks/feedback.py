"""Feedback pages in one zip, under the names by which a platform finds whose they are."""

from __future__ import annotations

import contextlib
import os
import re
import tempfile
import unicodedata
import zipfile
from collections.abc import Iterable
from pathlib import Path

from scripts.classroom.gradebooks.model import Grade, check_platform
from scripts.classroom.gradebooks.names import display, safe_name

CANVAS = re.compile(r"(?P<head>.+?_)??(?P<user>\d+)_(?P<attachment>\d+)_")
CANVAS_ANONYMOUS = re.compile(r"anon_(?:LATE_)?[0-9A-Za-z]+_\d+_")
MOODLE = re.compile(r"(?P<name>.*?)_(?P<participant>\d+)_assign(?:submission|feedback)_[a-z]+_?", re.DOTALL)
EPOCH = (1980, 1, 1, 0, 0, 0)  # of every file in the zip, so that the same pages make the same bytes
READABLE = 0o644 << 16

Page = tuple[Grade, bytes]


def feedback_bundle(platform: str, pages: Iterable[Page], out: Path, file_name: str = "feedback.html") -> list[str]:
    """Write the zip of feedback pages that a platform takes; pages are taken one at a time.

    Canvas gets files `<name>_<user>_<attachment>_<file name>`, Moodle folders `<name>_<participant>_assignfeedback_file`, and every
    other platform a folder per person under the name that its own download had.

    Args:
        platform: one of PLATFORMS.
        pages: a person and the person's page.
        out: the zip; an old one is replaced only by a complete new one.
        file_name: the page's name.

    Returns:
        Sentences about people whose page is not in the zip, because nothing says where the platform would put it.

    Raises:
        SpecError: the platform is not known.
        OSError: the zip cannot be written; the old one stays.
    """
    check_platform(platform)
    file_name = safe_name(file_name, "feedback.html")
    names = _Names()
    left_out: list[str] = []
    out.parent.mkdir(parents=True, exist_ok=True)
    file, temporary = tempfile.mkstemp(prefix=f".{out.name}.", dir=out.parent)
    try:
        with open(file, "w+b") as stream:
            with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as bundle:
                for grade, page in pages:
                    path = _path(platform, grade, file_name, names, left_out)
                    if path:
                        entry = zipfile.ZipInfo(path, EPOCH)
                        entry.compress_type, entry.external_attr = zipfile.ZIP_DEFLATED, READABLE
                        bundle.writestr(entry, page)
            stream.flush()
            os.fsync(stream.fileno())
        os.chmod(temporary, 0o644)
        os.replace(temporary, out)
    except BaseException:
        with contextlib.suppress(OSError):
            os.unlink(temporary)
        raise
    return left_out


class _Names:
    """Names that are taken, compared as file systems without case do."""

    def __init__(self) -> None:
        self.taken: set[str] = set()

    def take(self, name: str) -> bool:
        """Take a name, and say whether it was free."""
        key = unicodedata.normalize("NFKC", name).casefold()
        free = key not in self.taken
        self.taken.add(key)
        return free

    def take_numbered(self, name: str) -> str:
        """Take a name, with the first free number behind it where it is taken."""
        number = 1
        while not self.take(name if number == 1 else f"{name}-{number}"):
            number += 1
        return name if number == 1 else f"{name}-{number}"


def _path(platform: str, grade: Grade, file_name: str, names: _Names, left_out: list[str]) -> str:
    """Return a page's path in the zip, or "" with a sentence in ``left_out``."""
    folder = grade.folder.replace("\\", "/").rstrip("/").rpartition("/")[2]
    if platform not in ("canvas", "moodle"):
        name = safe_name(folder) if folder.strip(" .") else safe_name(grade.name)
        if (
            platform == "brightspace" and folder and not names.take(name)
        ):  # a group's folder: Brightspace knows it by this name
            left_out.append(
                f"{display(grade.name)}: {display(folder)} already has the page of another member of the group."
            )
            return ""
        return f"{name if platform == 'brightspace' and folder else names.take_numbered(name)}/{file_name}"
    name = _canvas_name(grade, folder, file_name) if platform == "canvas" else _moodle_folder(grade, folder)
    if not name:
        needed = "user and attachment number" if platform == "canvas" else "participant number"
        left_out.append(
            f"{display(grade.name)}: no {needed} is known, so {platform.title()} could not tell whose page it is."
        )
    elif not names.take(name):
        left_out.append(f"{display(grade.name)}: {display(name)} already has the page of another member of the group.")
        name = ""
    return name if platform == "canvas" or not name else f"{name}/{file_name}"


def _canvas_name(grade: Grade, folder: str, file_name: str) -> str:
    """Return the name of a download with the page's name in place of the submitted file's.

    Canvas takes the first two parts that are numbers for user and attachment, so that no part before them may be one.
    """
    if anonymous := CANVAS_ANONYMOUS.match(folder):
        return anonymous[0] + file_name
    found = CANVAS.match(folder)
    if not found:
        return ""
    user = found["user"]
    head = found["head"] or ""
    if (
        grade.platform_id.isdecimal() and grade.platform_id != user
    ):  # a member of a group whose files another one handed in
        user, head = grade.platform_id, f"{safe_name(grade.name, drop='_ ').replace(' ', '').lower()}_"
    head = safe_name(head, "student").rstrip("_")
    return f"{head}_{user}_{found['attachment']}_{file_name}"


def _moodle_folder(grade: Grade, folder: str) -> str:
    """Return the folder of a participant's feedback; Moodle reads it in parts between underscores, so the name may have none."""
    found = MOODLE.match(folder)
    participant = grade.platform_id if grade.platform_id.isdecimal() else found["participant"] if found else ""
    own = found is not None and found["participant"] == participant
    name = safe_name(found["name"] if found and own else grade.name, drop="_")
    return f"{name}_{participant}_assignfeedback_file" if participant else ""
