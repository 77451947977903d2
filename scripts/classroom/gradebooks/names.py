"""Names that other people chose: compared, shown, put into cells and used for files."""

from __future__ import annotations

import re
import unicodedata

FORMULA = re.compile(r"\s*[=+\-@＝＋－＠\t\r]")  # where a spreadsheet would begin to compute
DEFUSED = re.compile(r"'(?=\s*[=+\-@＝＋－＠\t\r])")
RESERVED = re.compile(
    r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\..*)?\Z", re.IGNORECASE
)  # Windows opens devices by these names
MAX_BYTES = 180  # of a name: with numbers and a file's name beside it, it stays below the 255 of common file systems
EASTERN = "\u1100"  # scripts from here on write names without a space, or with one that means nothing


def name_key(name: str) -> str:
    """Return what two spellings of a name have in common: no accents, case, punctuation; "Last, First" turned round."""
    last, comma, first = name.partition(",")
    if comma and first.strip():
        name = f"{first} {last}"
    text = unicodedata.normalize("NFKD", name).casefold()
    text = re.sub("[\u0300-\u036f'’`´ʼ]", "", text)
    words = "".join(sign if unicodedata.category(sign)[0] not in "PZCS" else " " for sign in text).split()
    return ("" if words and all(word[0] >= EASTERN for word in words) else " ").join(words)


def display(text: str) -> str:
    """Return text for a sentence: one line, nothing that moves a cursor or turns the writing direction."""
    return " ".join("".join(" " if unicodedata.category(sign)[0] == "C" else sign for sign in text).split())


def defuse(text: str) -> str:
    """Return a cell that no spreadsheet takes for a formula."""
    return f"'{text}" if FORMULA.match(text) else text


def restore(text: str) -> str:
    """Return what ``defuse`` was given."""
    return DEFUSED.sub("", text, count=1) if text.startswith("'") else text


def safe_name(text: str, otherwise: str = "person", drop: str = "") -> str:
    """Return one component of a path, for any file system, that has nothing of a path in it.

    Args:
        text: any text, from anyone.
        otherwise: what to return where nothing is left of it.
        drop: further characters that become a space.
    """
    text = unicodedata.normalize("NFC", text)
    signs = (
        " " if sign in drop else "-" if sign in '/\\:*?"<>|' else sign
        for sign in text
        if unicodedata.category(sign)[0] != "C"
    )
    name = " ".join("".join(signs).split())
    name = name.encode("utf-8", "ignore")[:MAX_BYTES].decode("utf-8", "ignore").strip(" .~")
    if RESERVED.match(name):
        name = f"-{name}"
    return name or otherwise
