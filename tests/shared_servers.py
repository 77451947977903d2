"""Fork servers that the graders of many tests use one after another: each start of one imports torch, which takes two seconds.

A server serves any number of submissions; builds with the same testkit, plan, device and packages differ for it only in
the folder of their trees.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from autograder.isolation.layers.tiers import Plan
from autograder.isolation.server import ForkServer
from autograder.model.manifest import Device
from scripts.coursespec.files import read_tree


class Kind(NamedTuple):
    """What a server was started with, apart from folders."""

    testkit: frozenset[tuple[str, bytes]]
    plan: str
    device: Device
    distributions: tuple[str, ...]


class SharedServers:
    """Starts servers and keeps those that are given back, for the next grader of the same kind."""

    def __init__(self) -> None:
        self._idle: dict[Kind, list[ForkServer]] = {}

    @contextlib.contextmanager
    def lend(
        self,
        tree: Path,
        plan: Plan,
        *,
        device: Device = "cpu",
        distributions: Sequence[str] = (),
        owned_folders: list[Path] | None = None,
    ) -> Iterator[ForkServer]:
        """Stand in for ``ForkServer``. What is in ``owned_folders`` is left to the grader."""
        del owned_folders
        kind = Kind(frozenset(read_tree(tree / "testkit").items()), repr(plan), device, tuple(distributions))
        kept = self._idle.get(kind)
        server = kept.pop() if kept else ForkServer(tree, plan, device=device, distributions=distributions)
        try:
            yield server
        finally:
            self._take_back(kind, server)

    def _take_back(self, kind: Kind, server: ForkServer) -> None:
        """Keep a server that still answers and has no worker."""
        for spec in list(server._ahead):
            server.cancel_ahead(spec)
        if server._process.poll() is None and not server._pending and not server._discarded:
            self._idle.setdefault(kind, []).append(server)
        else:
            server.close()

    def close(self) -> None:
        """End all servers that are not lent."""
        for kept in self._idle.values():
            for server in kept:
                server.close()
        self._idle.clear()
