"""How submissions are run. Nothing here imports torch, so that the fork server and the grader can import it at once."""

from __future__ import annotations

from collections.abc import Callable

import msgspec

from autograder.model.grading import Lateness, Outcome


class RunOptions(msgspec.Struct, frozen=True):
    """What a caller may choose for the run of a submission.

    Attributes:
        lateness: what the late policy takes off.
        on_result: called with each outcome as it is known; hints are chosen at the end.
        on_notice: called with a sentence for staff that matters while the run goes on, such as how long it will take.
        stop_at_failure: leave out the tests after the first failed one.
        give_hints: run failed tests on the known mistakes.
    """

    lateness: Lateness = Lateness()
    on_result: Callable[[Outcome], None] | None = None
    on_notice: Callable[[str], None] | None = None
    stop_at_failure: bool = False
    give_hints: bool = True
