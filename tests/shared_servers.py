"""Fork servers that the graders of many tests use one after another: each start of one imports torch, which takes two seconds.

A server serves any number of submissions; builds with the same testkit, plan, device and packages differ for it only in
the folder of their trees.
"""

from __future__ import annotations

import hashlib
from pathlib import Path
from types import TracebackType
from typing import NamedTuple

from autograder.isolation.layers.tiers import Plan
from autograder.isolation.server import ForkServer
from autograder.model.manifest import Device


class Kind(NamedTuple):
    """What a server was started with, apart from folders."""

    testkit: str
    plan: str
    device: str
    distributions: tuple[str, ...]


class SharedServers:
    """Starts servers and keeps those that are given back, for the next grader of the same kind."""

    def __init__(self) -> None:
        self._idle: dict[Kind, list[ForkServer]] = {}

    def lend(
        self,
        tree: Path,
        plan: Plan,
        *,
        device: Device = "cpu",
        distributions: list[str] | None = None,
        owned_folders: list[Path] | None = None,
    ) -> Loan:
        """Stand in for ``ForkServer``. What is in ``owned_folders`` is left to the grader."""
        del owned_folders
        kind = Kind(_digest(tree / "testkit"), repr(plan), device, tuple(distributions or ()))
        kept = self._idle.get(kind)
        server = kept.pop() if kept else ForkServer(tree, plan, device=device, distributions=kind.distributions)
        return Loan(self, kind, server)

    def take_back(self, kind: Kind, server: ForkServer) -> None:
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


class Loan:
    """A server for the time of one grader."""

    def __init__(self, owner: SharedServers, kind: Kind, server: ForkServer) -> None:
        self._owner, self._kind, self._server = owner, kind, server

    def __enter__(self) -> ForkServer:
        return self._server

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._owner.take_back(self._kind, self._server)


def _digest(folder: Path) -> str:
    found = hashlib.sha256()
    for path in sorted(folder.rglob("*.py")):
        found.update(f"{path.relative_to(folder)}\0".encode() + path.read_bytes())
    return found.hexdigest()
