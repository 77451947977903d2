"""The modules of a submission that take long to import: no test waits again for one that took too long, and staff are told."""

from __future__ import annotations

from collections.abc import Collection

from autograder.model.manifest import Limits, Test

# Wall time of one import. The slowest of honest code took 3 s, on a machine with ten times its load.
MAX_IMPORT_SECONDS = 20.0


# Wall time of one import, and of it in all tests of a run, from which on staff and student are told. Honest code takes 0.1 s.
TOLD_SECONDS = 1.0
TOLD_TOTAL_SECONDS = 60.0


class SlowImports:
    """The slow imports of one run, and what each took."""

    def __init__(self) -> None:
        self._found: dict[str, tuple[str, Limits | None]] = {}
        self._waits: dict[str, float] = {}  # the longest for each module, in seconds

    def note(self, module: str, detail: str, limits: Limits) -> None:
        """Note that the import of ``module`` passed a limit.

        Args:
            module: its dotted name.
            detail: the limit: "import limit" is the same in every test, the others are of ``limits``.
            limits: of the test.
        """
        self._found[module] = (detail, None if detail == "import limit" else limits)

    def find(self, module: str, limits: Limits) -> str:
        """Return which limit the import of ``module`` will pass in a test of these limits; empty where it may not."""
        detail, passed = self._found.get(module, ("", None))
        if passed is None:
            return detail
        has_more = limits.cpu_seconds > passed.cpu_seconds or limits.wall_seconds > passed.wall_seconds
        return "" if has_more else detail

    def note_wait(self, module: str, seconds: float) -> None:
        """Note how long a test waited for a module that it asked for first, before its code was given anything."""
        self._waits[module] = max(seconds, self._waits.get(module, 0.0))

    def estimate(self, tests: Collection[Test]) -> dict[str, str]:
        """Return a sentence for staff about each module that makes the run long, by the module's file.

        Args:
            tests: of the run.
        """
        sentences = {}
        for module, seconds in self._waits.items():
            if seconds < TOLD_SECONDS:  # asked after every test, and nearly always so
                continue
            count = sum(test.module == module for test in tests)
            if seconds * count >= TOLD_TOTAL_SECONDS:
                file = module.replace(".", "/") + ".py"
                sentences[file] = (
                    f"Importing {file} takes {seconds:.1f} s and is done in each of {count} tests: about {seconds * count:.0f} s"
                    " for this submission."
                )
        return sentences
