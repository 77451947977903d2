"""Keeps student code to the packages that the zip's ``setup.sh`` installs, whatever else this machine's environment holds."""

from __future__ import annotations

import importlib.metadata
import sys
from collections.abc import Collection, Iterable, Sequence
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec, PathFinder
from types import ModuleType

PLACES = (
    "site-packages",
    "dist-packages",
)  # folders of installed packages: what lies elsewhere is Python's or the student's


def limit_imports(distributions: Sequence[str]) -> None:
    """Let this process and its children find no other installed packages than some, and what these need.

    What stands in ``sys.modules`` already is not affected.

    Args:
        distributions: names as pip knows them; nothing is limited where there are none.
    """
    if distributions:
        limited = _LimitedFinder(find_modules(distributions))
        sys.meta_path[:] = [limited if finder is PathFinder else finder for finder in sys.meta_path]


class _LimitedFinder(MetaPathFinder):
    """Finds what Python's own finder does, without packages that are not to be there: libraries ask whether one is installed."""

    def __init__(self, allowed: Collection[str]) -> None:
        self._allowed = allowed

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        spec = PathFinder.find_spec(fullname, path, target)
        if spec is None or path is not None or fullname in self._allowed:
            return spec
        folders = [spec.origin or "", *(spec.submodule_search_locations or [])]
        return None if any(place in folder for place in PLACES for folder in folders) else spec

    def invalidate_caches(self) -> None:
        """Forget what folders held."""
        PathFinder.invalidate_caches()

    def find_distributions(
        self, context: importlib.metadata.DistributionFinder.Context | None = None
    ) -> Iterable[importlib.metadata.Distribution]:
        """Find what is installed, as Python's own finder does: ``importlib.metadata`` asks the finders of modules."""
        return PathFinder.find_distributions(context or importlib.metadata.DistributionFinder.Context())


def find_modules(distributions: Iterable[str]) -> frozenset[str]:
    """Return the names to import that come with some distributions and with those that they need.

    Their files are read line by line: what ``importlib.metadata`` makes of them takes half a second for torch's 15,000 files.
    """
    from packaging.requirements import InvalidRequirement, Requirement

    modules: set[str] = set()
    seen: set[tuple[str, str]] = set()
    open_ones = [(_plain(name), "") for name in distributions]
    while open_ones:
        name, extra = open_ones.pop()
        if (name, extra) in seen:
            continue
        seen.add((name, extra))
        try:
            found = importlib.metadata.distribution(name)
        except importlib.metadata.PackageNotFoundError:
            continue
        for line in (found.read_text("RECORD") or "").splitlines():
            first = line.partition(",")[0].partition("/")[0]
            modules.add(first.partition(".")[0])  # a folder, src.py, fast.cpython-311-x86_64-linux-gnu.so
        for line in (found.read_text("METADATA") or "").partition("\n\n")[0].splitlines():
            key, _, value = line.partition(": ")
            if key == "Requires-Dist":
                try:
                    requirement = Requirement(value)
                except InvalidRequirement:  # pip would not have installed by it either
                    continue
                if requirement.marker is None or requirement.marker.evaluate({"extra": extra}):
                    open_ones += [(_plain(requirement.name), one) for one in ("", *requirement.extras)]
    return frozenset(modules)


def _plain(name: str) -> str:
    """Return a distribution's name in the one form that all its spellings share."""
    return name.lower().replace("_", "-").replace(".", "-")
