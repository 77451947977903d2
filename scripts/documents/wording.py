"""Say an assignment's dates and policies in words."""

from __future__ import annotations

from scripts.coursespec.model import Assignment


def describe_due(assignment: Assignment) -> str:
    """Say when the assignment is due, such as "Friday 8 September 2023, 23:55 (UTC+10:00)"; empty where it is open."""
    due = assignment.settings.due
    if due is None:
        return ""
    offset = due.strftime("%z")
    return f"{due:%A} {due.day} {due:%B %Y, %H:%M} (UTC{offset[:3]}:{offset[3:]})"


def describe_late_policy(assignment: Assignment) -> str:
    """Say the late policy in sentences; empty where the assignment has none."""
    late = assignment.settings.late
    if late.percent_per_day == 0:
        return ""
    words = f"Every day begun after that takes {late.percent_per_day:g} % off the score"
    if late.most_percent < 100:
        words += f", up to {late.most_percent:g} %"
    if late.grace_minutes:
        words += f"; the first {late.grace_minutes:g} minutes are free"
    return words + "."


def describe_cost(minutes: float, memory_mb: int) -> str:
    """Say what a whole run of an experiment takes, such as "about 30 minutes, 1.7 GB"."""
    time = "less than a minute" if minutes < 1 else f"about {minutes:g} minute{'' if minutes == 1 else 's'}"
    return f"{time}, {memory_mb / 1000:.1f} GB"


def describe_upload(assignment: Assignment) -> tuple[str, str]:
    """Say where the zip goes, and where the report goes.

    Returns:
        What stands before and behind the name of the report's file; "" behind it where the assignment asks for no report.
    """
    place, report_place = assignment.settings.hand_in.place, assignment.settings.hand_in.report_place
    if not assignment.questions:
        return f"Upload that file to {place}", ""
    if report_place is None:
        return f"Upload that file to {place}, and ", " where the report is asked for"
    if not report_place:
        return f"Upload that file to {place}; ", " is in it"
    if report_place == place:
        return "Upload that file and ", f" to {place}"
    return f"Upload that file to {place}, and ", f" to {report_place}"


def describe_counts(assignment: Assignment) -> str:
    """Say what tests and report are worth in the end, such as "5 points for the tests, ..."; empty where that is their sum."""
    counts = assignment.settings.counts
    if counts is None:
        return ""
    words = (
        f"{counts.tests:g} points for the tests, in proportion (80 % of the points that they give is worth "
        f"{0.8 * counts.tests:g}), and {counts.report:g} for the report"
    )
    asked = sum(asked.question.points for asked in assignment.questions)
    if abs(asked - counts.report) > 1e-9:
        words += f", in proportion to its {asked:g}"
    return f"{words}: {counts.tests + counts.report:g} together"
