"""Gradescope's ``results.json``, and the whole grading beside it, from which two runs can be merged."""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any

import msgspec

from autograder.files import write_atomically
from autograder.model.grading import Grading, Outcome
from autograder.reports import summary
from autograder.reports.text import clean, cleaned, points

RESULTS_NAME = "results.json"
GRADING_NAME = "grading.json"
SCHEMA = Path(__file__).with_name("results.schema.json")
MAX_OUTPUT = 60_000

_TIERS = ["practice", "user", "root"]  # from the weakest


class MergeError(ValueError):
    """Two gradings cannot be put together, for a reason in one sentence."""


def to_results(grading: Grading) -> dict[str, Any]:
    """The grading as Gradescope reads it. Nothing in it is null or empty, and all text is plain."""
    grading = cleaned(grading)
    results: dict[str, Any] = {
        "score": _number(grading.score),
        "execution_time": _number(grading.seconds),
        "output": _overview(grading),
        "output_format": "text",
        "test_output_format": "text",
        "test_name_format": "text",
        "visibility": "visible",
        "stdout_visibility": "hidden",
        "tests": [_test(outcome) for outcome in grading.counted],
        "leaderboard": [
            {"name": entry.name, "value": _value(entry.value), "order": entry.order} for entry in grading.leaderboard
        ],
        "extra_data": _without_empty(
            {
                "assignment": grading.assignment,
                "build": grading.build,
                "submission": grading.submission,
                "digest": grading.digest,
                "tier": grading.tier,
                "layers": grading.layers,
                "devices": sorted({outcome.ran_on for outcome in grading.outcomes if outcome.ran_on}),
                "maximum": _number(grading.maximum),
                "score_before_lateness": _number(summary.before_lateness(grading)),
                "late_percent": _number(grading.lateness.percent),
                "waiting": [outcome.test.number for outcome in grading.outcomes if outcome.status == "waiting"],
                "staff_notices": summary.for_staff(grading),
            }
        ),
    }
    return _without_empty(results)


def _test(outcome: Outcome) -> dict[str, Any]:
    test = outcome.test
    return _without_empty(
        {
            "score": _number(outcome.score),
            "max_score": _number(test.points),
            "status": "passed" if outcome.status == "passed" else "failed",
            "name": clean(test.name, 500),
            "name_format": "text",
            "number": test.number,
            "output": clean(output(outcome), MAX_OUTPUT),
            "output_format": "text",
            "tags": list(test.tags),
            "visibility": test.visibility,
        }
    )


def output(outcome: Outcome) -> str:
    """What a student reads under one test, as plain text."""
    told = []
    if summary.is_partial(outcome):
        told.append(f"Partly right: {points(outcome.score)} of {points(outcome.test.points)} points.")
    told.append(outcome.message.strip())
    if outcome.traceback.strip():
        told.append("Where it happened in your code:\n" + outcome.traceback.strip("\n"))
    if outcome.hint.strip():
        told.append("Hint: " + outcome.hint.strip())
    return "\n\n".join(part for part in told if part)


def _overview(grading: Grading) -> str:
    passed = sum(outcome.status == "passed" for outcome in grading.counted)
    total = f"{points(grading.score)} of {points(grading.maximum)} points"
    first = f"{total}; {passed} of {len(grading.counted)} tests passed."
    if grading.lateness.percent:
        first += f" Before the late policy: {points(summary.before_lateness(grading))} points."
    lines = [
        first,
        *(
            f"  {part.title}: {points(part.score)} of {points(part.maximum)}"
            for part in summary.parts(grading)
            if part.counted
        ),
    ]
    said = summary.remarks(grading)
    if said:
        lines += ["", *said]
    lines += ["", summary.where(grading)]
    return clean("\n".join(lines), MAX_OUTPUT)


def _number(value: float) -> float:
    """A finite number: JSON has no other, and Gradescope gives zero for a file that is no JSON."""
    return round(value, 6) if math.isfinite(value) else 0.0


def _value(value: float | str) -> float | str:
    return value if isinstance(value, str) else _number(value)


def _without_empty(fields: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in fields.items() if value not in ("", [], {}, None)}


def write(grading: Grading, path: Path) -> None:
    """Write ``results.json`` at ``path``; whatever happens meanwhile, a file there is a whole one."""
    write_atomically(
        path, json.dumps(to_results(grading), indent=1, allow_nan=False, ensure_ascii=True).encode() + b"\n"
    )


def write_grading(grading: Grading, path: Path) -> None:
    """Keep the whole grading, staff's part included, to be read again by :func:`read_grading`."""
    write_atomically(path, msgspec.json.format(msgspec.json.encode(cleaned(grading)), indent=1) + b"\n")


def read_grading(path: Path) -> Grading:
    """The grading that :func:`write_grading` wrote.

    Raises:
        MergeError: the file is missing or is no grading.
    """
    try:
        return msgspec.json.decode(path.read_bytes(), type=Grading)
    except OSError as error:
        raise MergeError(f"{path}: cannot be read ({error.strerror}).") from error
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise MergeError(f"{path}: {error}; it should be the {GRADING_NAME} that a grading wrote.") from error


def merge(first: Grading, second: Grading) -> Grading:
    """One grading out of two runs of the same submission and build, such as one on a CPU and one on a GPU.

    What waited in one run and ran in the other counts as it ran; what ran in both counts as in ``first``.

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
        lateness=max(first.lateness, second.lateness, key=lambda lateness: lateness.percent),
        leaderboard=[*first.leaderboard, *(entry for entry in second.leaderboard if entry.name not in known)],
        seconds=first.seconds + second.seconds,
    )
