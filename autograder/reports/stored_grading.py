"""A whole grading in a file, to be read again, and merged with a second run of the same submission."""

from __future__ import annotations

from pathlib import Path

import msgspec

from autograder.model.grading import Grading
from autograder.reports.text import clean_grading

GRADING_NAME = "grading.json"

_TIERS = ["practice", "user", "root"]  # from the weakest


class MergeError(ValueError):
    """A stored grading cannot be read or merged; the message is one sentence."""


def render_grading(grading: Grading) -> bytes:
    """Return the whole grading, staff's part included, for :func:`read_grading`."""
    return msgspec.json.format(msgspec.json.encode(clean_grading(grading)), indent=1) + b"\n"


def read_grading(path: Path) -> Grading:
    """Return the grading that :func:`render_grading` rendered.

    Raises:
        MergeError: the file is missing or is not a stored grading.
    """
    try:
        return msgspec.json.decode(path.read_bytes(), type=Grading)
    except OSError as error:
        raise MergeError(f"{path}: cannot be read ({error.strerror}).") from error
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise MergeError(f"{path}: {error}; it should be the {GRADING_NAME} that a grading wrote.") from error


def merge_gradings(first: Grading, second: Grading) -> Grading:
    """Merge two runs of the same submission and build, such as one on a CPU and one on a GPU.

    A test that waited in one run and ran in the other counts as it ran; one that ran in both counts as in ``first``.

    Raises:
        MergeError: the two are of different builds or submissions.
    """
    if (first.assignment, first.build) != (second.assignment, second.build):
        raise MergeError(
            f"The two gradings come from different builds ({first.assignment} {first.build} and {second.assignment} "
            f"{second.build}); grade both with the same build."
        )
    if first.digest != second.digest:
        raise MergeError(
            f"The two gradings are of different files ({first.submission} and {second.submission}); grade the same "
            "submission on both machines."
        )
    tests = [outcome.test.id for outcome in first.outcomes]
    others = {outcome.test.id: outcome for outcome in second.outcomes}
    if set(tests) != set(others) or len(tests) != len(second.outcomes):
        raise MergeError("The two gradings do not list the same tests; grade both with the same build.")
    outcomes = [others[outcome.test.id] if outcome.status == "waiting" else outcome for outcome in first.outcomes]
    known = {entry.name for entry in first.leaderboard}
    return msgspec.structs.replace(
        first,
        outcomes=outcomes,
        tier=min(first.tier, second.tier, key=lambda tier: _TIERS.index(tier) if tier in _TIERS else -1),
        layers=[layer for layer in first.layers if layer in second.layers],
        notices=list(dict.fromkeys([*first.notices, *second.notices])),
        staff_notices=list(dict.fromkeys([*first.staff_notices, *second.staff_notices])),
        lateness=max(first.lateness, second.lateness, key=lambda lateness: lateness.percent),
        leaderboard=[*first.leaderboard, *(entry for entry in second.leaderboard if entry.name not in known)],
        seconds=first.seconds + second.seconds,
    )
