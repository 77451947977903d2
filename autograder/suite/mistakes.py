"""The known mistakes of a build, and how tests end on them."""

from __future__ import annotations

from pathlib import Path

from autograder.isolation.workspace import GradingWorkspace
from autograder.model import mistake_files
from autograder.model.manifest import Mistake, Test
from autograder.suite import hints
from autograder.suite.seeds import CLASS_WIDE, Seeds
from autograder.suite.session import Clock, open_session


class KnownMistakes:
    """Runs tests on known mistakes, in workers like a student's, and remembers how they end.

    All these runs have inputs and seeds that are the same for a whole class, and no points depend on them.
    """

    def __init__(self, workspace: GradingWorkspace) -> None:
        self._workspace = workspace
        self.seeds = Seeds(workspace.manifest.seed, CLASS_WIDE)
        self.trees: dict[tuple[str, str], Path] = {}  # by problem and name
        self._traces: dict[tuple[str, str, str, bool], hints.Trace] = {}  # by test, problem and name, other seed

    def trace_submission(self, test: Test, tree: Path, repeat: hints.RepeatTest, clock: Clock) -> hints.Trace:
        """Run a test on a student's code with the inputs that the known mistakes have, and return how it ends.

        Args:
            test: the test.
            tree: the folder that holds the student's code.
            repeat: runs the test on a session.
            clock: of the whole run.
        """
        return hints.run_traced(repeat, open_session(self._workspace, test, tree, clock, self.seeds.of_worker(test.id)))

    def compare(
        self, test: Test, mistake: Mistake, trace: hints.Trace, repeat: hints.RepeatTest, clock: Clock
    ) -> hints.Comparison:
        """Compare a failed test with a known mistake.

        Args:
            test: the test.
            mistake: one of its problem's mistakes.
            trace: how the test ends on the student's code, from ``trace_submission``.
            repeat: runs the test on a session.
            clock: of the whole run.
        """
        known = self.trace(test, mistake, repeat, clock)
        reseeded = None
        if not hints.has_same_form(trace, known):
            return hints.Comparison(mistake, "none")
        if not hints.is_same_trace(trace, known):
            reseeded = self.trace(test, mistake, repeat, clock, reseeded=True)
            if not hints.is_same_trace(trace, known, reseeded):
                return hints.Comparison(mistake, "none")
        return hints.Comparison(mistake, hints.weigh(trace, known, reseeded, self.trace(test, None, repeat, clock)))

    def trace(
        self, test: Test, mistake: Mistake | None, repeat: hints.RepeatTest, clock: Clock, *, reseeded: bool = False
    ) -> hints.Trace:
        """Return how a test ends on a known mistake; it is run once, then remembered.

        Args:
            test: the test.
            mistake: one of its problem's mistakes; None for the solution.
            repeat: runs the test on a session.
            clock: of the whole run.
            reseeded: give the worker's generators another seed.
        """
        key = (test.id, *((mistake.problem, mistake.name) if mistake else ("", "")), reseeded)
        if key not in self._traces:
            seed = self.seeds.of_worker(test.id, reseeded=reseeded)
            session = open_session(self._workspace, test, self._tree(mistake), clock, seed)
            self._traces[key] = hints.run_traced(repeat, session)
        return self._traces[key]

    def _tree(self, mistake: Mistake | None) -> Path:
        key = (mistake.problem, mistake.name) if mistake else ("", "")
        if key not in self.trees:
            build, manifest = self._workspace.build, self._workspace.manifest
            paths = [*manifest.editable, *(weights.file for weights in manifest.weights)]
            files = {path: (build / "solution" / path).read_bytes() for path in paths}
            if mistake:
                files |= mistake_files.read(build, mistake)
            self.trees[key] = self._workspace.tree(files)
        return self.trees[key]
