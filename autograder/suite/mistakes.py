"""The known mistakes of a build, and how tests end on them."""

from __future__ import annotations

from pathlib import Path

from autograder.isolation.workspace import GradingWorkspace
from autograder.model.manifest import Mistake, Test
from autograder.suite import hints
from autograder.suite.session import Clock, open_session


class KnownMistakes:
    """Runs tests on known mistakes, in workers like a student's, and remembers how they end."""

    def __init__(self, workspace: GradingWorkspace) -> None:
        self._workspace = workspace
        self.trees: dict[tuple[str, str], Path] = {}  # by problem and name
        self._traces: dict[tuple[str, str, str], hints.Trace] = {}  # by test, problem and name

    def trace(self, test: Test, mistake: Mistake, repeat: hints.RepeatTest, clock: Clock) -> hints.Trace:
        """Return how a test ends on a known mistake; it is run once, then remembered.

        Args:
            test: the test.
            mistake: one of its problem's mistakes.
            repeat: runs the test on a session.
            clock: of the whole run.
        """
        key = (test.id, mistake.problem, mistake.name)
        if key not in self._traces:
            session = open_session(self._workspace, test, self._tree(mistake), clock)
            self._traces[key] = hints.run_traced(repeat, session)
        return self._traces[key]

    def _tree(self, mistake: Mistake) -> Path:
        key = (mistake.problem, mistake.name)
        if key not in self.trees:
            build, manifest = self._workspace.build, self._workspace.manifest
            files = {path: (build / "solution" / path).read_bytes() for path in manifest.editable}
            source = build / "mistakes" / mistake.problem / mistake.name
            files |= {path: (source / path).read_bytes() for path in mistake.files}
            self.trees[key] = self._workspace.tree(files)
        return self.trees[key]
