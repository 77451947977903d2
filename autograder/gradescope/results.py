"""A grading as Gradescope's ``results.json``."""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any

from autograder.model.grading import Grading, Outcome, Refusal
from autograder.reports import summary
from autograder.reports.text import clean, clean_grading, format_points

RESULTS_NAME = "results.json"
SCHEMA = Path(__file__).with_name("results.schema.json")
MAX_OUTPUT = 60_000  # characters; Gradescope cuts an output at about 100,000
MAX_NAME = 500  # characters


def to_results(grading: Grading) -> dict[str, Any]:
    """Return the grading as Gradescope reads it. Nothing in it is null or empty, and all text is plain."""
    grading = clean_grading(grading)
    results: dict[str, Any] = {
        "score": _finite(grading.score),
        "execution_time": round(_finite(grading.seconds), 1),
        "output": _format_overview(grading),
        "output_format": "text",
        "test_output_format": "text",
        "test_name_format": "text",
        "visibility": "visible",
        "stdout_visibility": "hidden",
        "tests": _fit_maxima([_format_test(outcome) for outcome in grading.counted], grading.maximum),
        "leaderboard": [
            {"name": entry.name, "value": _value(entry.value), "order": entry.order} for entry in grading.leaderboard
        ],
        "extra_data": _without_empty(
            {
                "assignment": grading.assignment,
                "build": grading.build,
                "kit": grading.kit,
                "submission": grading.submission,
                "author": grading.author,
                "digest": grading.digest,
                "tier": grading.tier,
                "layers": grading.layers,
                "devices": sorted({outcome.ran_on for outcome in grading.outcomes if outcome.ran_on}),
                "maximum": _finite(grading.maximum),
                "score_before_lateness": _finite(summary.score_before_lateness(grading)),
                "late_percent": _finite(grading.lateness.percent),
                "waiting": [outcome.test.number for outcome in grading.outcomes if outcome.status == "waiting"],
                "staff_notices": summary.remarks_for_staff(grading),
            }
        ),
    }
    return _without_empty(results)


def _fit_maxima(tests: list[dict[str, Any]], total: float) -> list[dict[str, Any]]:
    """Change the last maximum by a rounding error, so that adding them up in order gives ``total`` and not 11.999999999999998."""
    if tests:
        before = sum(test["max_score"] for test in tests[:-1])
        last = total - before
        for candidate in (last, math.nextafter(last, math.inf), math.nextafter(last, -math.inf)):
            if before + candidate == total:
                tests[-1]["max_score"] = candidate
                break
    return tests


def _format_test(outcome: Outcome) -> dict[str, Any]:
    test = outcome.test
    return _without_empty(
        {
            "score": _finite(outcome.score),
            "max_score": _finite(test.points),
            "status": "passed" if outcome.status == "passed" else "failed",
            "name": clean(test.name, MAX_NAME),
            "name_format": "text",
            "number": test.number,
            "output": clean(_format_output(outcome), MAX_OUTPUT),
            "output_format": "text",
            "tags": list(test.tags),
            "visibility": test.visibility,
        }
    )


def _format_output(outcome: Outcome) -> str:
    """Return what a student reads under one test, as plain text."""
    parts = []
    if summary.is_partial(outcome):
        parts.append(f"Partly right: {format_points(outcome.score)} of {format_points(outcome.test.points)} points.")
    parts.append(outcome.message.strip())
    if outcome.traceback.strip():
        parts.append("Where it happened in your code:\n" + outcome.traceback.strip("\n"))
    if outcome.hint.strip():
        parts.append("Hint: " + outcome.hint.strip())
    return "\n\n".join(part for part in parts if part)


def _format_overview(grading: Grading) -> str:
    """Return what a student reads above the tests: totals only where they tell nothing of tests that are hidden from them."""
    has_hidden = any(outcome.test.visibility != "visible" for outcome in grading.counted)
    lines = [] if has_hidden else _format_totals(grading)
    remarks = summary.remarks_for_students(grading)
    if remarks:
        lines += ["", *remarks]
    lines += ["", summary.describe_run(grading)]
    return clean("\n".join(lines).strip("\n"), MAX_OUTPUT)


def _format_totals(grading: Grading) -> list[str]:
    passed = sum(outcome.status == "passed" for outcome in grading.counted)
    total = f"{format_points(grading.score)} of {format_points(grading.maximum)} points"
    first = f"{total}; {passed} of {len(grading.counted)} tests passed."
    if grading.lateness.percent:
        first += f" Before the late policy: {format_points(summary.score_before_lateness(grading))} points."
    return [
        first,
        *(
            f"  {part.title}: {format_points(part.score)} of {format_points(part.maximum)}"
            for part in summary.split_by_problem(grading)
            if part.counted
        ),
    ]


def _finite(value: float) -> float:
    """Return a finite number: JSON has no other, and Gradescope gives zero for a file that is not JSON."""
    return round(value, 6) if math.isfinite(value) else 0.0


def _value(value: float | str) -> float | str:
    return value if isinstance(value, str) else _finite(value)


def _without_empty(fields: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in fields.items() if value not in ("", [], {}, None)}


def render_results(grading: Grading) -> bytes:
    """Return the content of ``results.json``."""
    return json.dumps(to_results(grading), indent=1, allow_nan=False, ensure_ascii=True).encode() + b"\n"


def render_refused_results(refusal: Refusal) -> bytes:
    """Return the content of ``results.json`` for a submission that was refused at the desk: it has no score.

    Gradescope itself wants a score, and gets zero from ``fallback_results``.
    """
    results = {
        "output": clean(f"Not graded, and there is no score. {refusal.reason}", MAX_OUTPUT),
        "output_format": "text",
        "visibility": "visible",
        "stdout_visibility": "hidden",
        "extra_data": {
            "refused": True,
            "assignment": refusal.assignment,
            "build": refusal.build,
            "kit": refusal.kit,
            "submission": clean(refusal.submission, MAX_NAME),
        },
    }
    return json.dumps(results, indent=1, ensure_ascii=True).encode() + b"\n"
