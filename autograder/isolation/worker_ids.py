"""User and group ids of workers in the root tier: a fresh uid for each worker, a group for each submission's tree."""

from __future__ import annotations

import itertools
import os
import pwd
from collections.abc import Iterator
from pathlib import Path

FIRST_UID, LAST_UID = 20_000, 59_999  # below 65,536, so that they exist inside rootless containers too
UID_STRIDE = 200  # each of several graders on one machine takes every 200th uid, starting at another one
FIRST_GROUP, LAST_GROUP = 60_000, 64_999


def iterate_free_uids() -> Iterator[int]:
    """Yield user ids that have no account on this machine, over and over, from a sequence of this process's own."""
    first = FIRST_UID + os.getpid() % UID_STRIDE
    return itertools.cycle(uid for uid in range(first, LAST_UID + 1, UID_STRIDE) if not _has_account(uid))


def _has_account(uid: int) -> bool:
    try:
        pwd.getpwuid(uid)
    except KeyError:
        return False
    return True


class TreeGroups:
    """Gives every tree a group that only its workers join, so that no other worker can read it."""

    def __init__(self) -> None:
        self._groups: dict[Path, int] = {}

    def restrict(self, tree: Path) -> None:
        """Let only the owner and the workers of ``tree`` read it."""
        if tree not in self._groups:
            span = LAST_GROUP - FIRST_GROUP + 1
            group = FIRST_GROUP + (os.getpid() * 50 + len(self._groups)) % span
            os.chown(tree, -1, group)
            tree.chmod(0o750)
            self._groups[tree] = group
