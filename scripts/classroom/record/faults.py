"""What SQLite says when a record cannot be read or written, as a sentence with the fix."""

from __future__ import annotations

import sqlite3
from pathlib import Path

WAIT = 60.0  # seconds for another command that writes
# By the beginnings of SQLite's own messages, which have no numbers before Python 3.11. Nothing of these is damage.
_FIXES = {
    "database is locked": f"another command or program has it for more than {WAIT:g} s; wait for that one, or stop it, and run the "
    "command again",
    "database table is locked": "another command has it; wait for that one and run the command again",
    "attempt to write a readonly database": "see that you may write the file and its folder",
    "access permission denied": "see that you may read and write the file and its folder",
    "unable to open database file": "see that it is a file that can be read and written, and its folder too",
    "database or disk is full": "free some room on the disk and run the command again; what was kept before is whole",
    "disk I/O error": "see that the disk has room and works; a network's folder may not do, one of this computer does",
    "locking protocol": "a network's folder may not do; one of this computer does",
}  # fmt: skip


def describe_fault(path: Path, error: Exception) -> str:
    """Return a sentence about a record that SQLite, or what decodes its cells, refuses.

    Args:
        path: of the record.
        error: what was raised.
    """
    said = str(error)
    for beginning, fix in _FIXES.items():
        if isinstance(error, sqlite3.OperationalError) and said.startswith(beginning):
            return f"{path}: {said}; {fix}."
    if isinstance(error, sqlite3.DatabaseError) and said.startswith("file is not a database"):
        return f"{path}: is not the record of a class ({said}); restore it from your backup, or name another CLASS."
    return (
        f"{path}: holds something that cannot be read ({said}); restore it from your backup, or update the kit with git pull "
        "where a newer one wrote it."
    )
