"""The names of a submission's files: which are acceptable, which are junk, and how a notice writes them."""

from __future__ import annotations

import functools
import re
import unicodedata

MAX_DEPTH = 24  # folders within folders
MAX_PATH_LENGTH = 1000  # characters
MAX_ACCENTS = 30  # in a row; Unicode's "stream-safe" text has no more, and sorting n of them takes n * n steps

JUNK_FOLDERS = {"__MACOSX", "__pycache__", "node_modules", "site-packages", "venv", "env"}
JUNK_FILES = {"Thumbs.db", "desktop.ini"}


def display_path(name: str) -> str:
    """Return a name as a notice writes it: one short line without control characters."""
    if len(name) > 200:  # nothing is done with the whole of a long name
        name = name[:100] + name[-100:]
    unshown = "CZM" if find_stacked_accents(name) else "CZ"
    name = name.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
    text = "".join(
        character
        if unicodedata.category(character)[0] not in unshown or character == " "
        else character.encode("unicode_escape").decode()
        for character in name
    )
    return text if len(text) <= 90 else f"{text[:40]}...{text[-40:]}"


def is_junk(name: str) -> bool:
    """Return whether a path is what editors, operating systems and tools leave behind."""
    *folders, last = name.split("/")
    if any(folder in JUNK_FOLDERS or folder.startswith(".") for folder in folders if folder != ".."):
        return True
    return last in JUNK_FILES or last.startswith("._") or last == ".DS_Store" or last.endswith((".pyc", ".pyo"))


def path_error(name: str) -> str:
    """Return what is wrong with a path, as the end of a sentence about it; empty when it is acceptable."""
    if len(name) > MAX_PATH_LENGTH or name.count("/") > MAX_DEPTH:
        return "is too deep inside folders" if "/" in name else "has a name that is too long"
    if find_stacked_accents(name):
        return f"has more than {MAX_ACCENTS} accents on a letter of its name; rename it with plain letters"
    if "\0" in name:
        return "has a NUL character in its name"
    if "\\" in name:
        return "has a backslash in its name; make the zip again with folders (most zip programs do)"
    if name.startswith("/") or name[1:2] == ":":
        return "is an absolute path; zip the folder itself, so that all paths start inside it"
    if ".." in name.split("/"):
        return "points outside the submission with '..'"
    if any(part in ("", ".") for part in name.split("/")):
        return "is not a plain path"
    try:
        name.encode("utf-8")
    except UnicodeEncodeError:
        return "has a name that is not UTF-8; rename it with plain letters"
    return ""


def fold_case(name: str) -> str:
    """Return the form of a name in which names are equal that some computers cannot keep apart."""
    if len(name) > MAX_PATH_LENGTH or find_stacked_accents(name):
        return name  # equals no name that is acceptable
    return unicodedata.normalize("NFKC", name).casefold()


def find_stacked_accents(text: str) -> int:
    """Return the line, from 1, of the first letter with more than ``MAX_ACCENTS`` accents; 0 where there is none."""
    for foreign in _FOREIGN.finditer(text):
        count = 0
        for character in foreign[0]:
            count = count + 1 if _is_accent(character) else 0
            if count > MAX_ACCENTS:
                return text.count("\n", 0, foreign.start()) + 1
    return 0


_FOREIGN = re.compile(rf"[^\x00-\x7f]{{{MAX_ACCENTS + 1},}}")


@functools.lru_cache(maxsize=2**16)
def _is_accent(character: str) -> bool:
    """Return whether a character is combined with the one before it, itself or once it is decomposed."""
    return unicodedata.combining(unicodedata.normalize("NFKD", character)[0]) != 0
