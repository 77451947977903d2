"""The modules of a submission whose import took too long, so that no other test waits for them again."""

from __future__ import annotations

from autograder.model.manifest import Limits

# Wall time of one import. The slowest of honest code took 3 s, on a machine with ten times its load.
MAX_IMPORT_SECONDS = 20.0


class SlowImports:
    """The slow imports of one run, and what each took."""

    def __init__(self) -> None:
        self._found: dict[str, tuple[str, Limits | None]] = {}

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
