"""How points and numbers are written in a report, whatever sets it."""

from __future__ import annotations


def format_points(points: float) -> str:
    """Return the points of a question, such as "0.5 points"."""
    return f"{points:g} point{'' if points == 1 else 's'}"


def format_value(value: object) -> str:
    """Return a number, or a list of them, as readers write it: 10,000 but 2024."""
    if isinstance(value, list):
        return "[" + ", ".join(format_value(item) for item in value) + "]"
    return f"{value:,}" if isinstance(value, int) and abs(value) >= 10_000 else f"{value}"
