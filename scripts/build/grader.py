"""Start a grader on a build."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from scripts.errors import SpecError

if TYPE_CHECKING:
    from autograder.api import Grader
    from autograder.isolation.layers.tiers import Tier


@contextmanager
def start_grader(build: Path, tier: Tier | None = None) -> Iterator[Grader]:
    """Give a grader of the build in ``build``, with the sandbox tier that ``tier`` names or else the strongest.

    Raises:
        SpecError: this machine cannot grade the build, or the fork server is gone.
    """
    from autograder.api import Grader  # imports torch, which takes seconds
    from autograder.isolation.workspace import RefusedError

    try:
        with Grader(build, tier=tier) as grader:
            yield grader
    except RefusedError as error:
        raise SpecError(str(error)) from error
