"""Numbers as gradebooks print them, with a point or a comma."""

from __future__ import annotations

import re

DECIMALS = 5  # Moodle's database keeps five; no other platform here keeps fewer in a file
NUMBER = re.compile(r"[+-]?\d+(?:[.,]\d+)?\Z")
SAME = 0.005 + 1e-9  # platforms print two decimals, rounded: what differs by no more is the same grade


def parse_number(text: str) -> float | None:
    """Return the number that a cell holds, or None where it holds something else."""
    text = re.sub(r"\s", "", text)
    return float(text.replace(",", ".")) if NUMBER.match(text) else None


def format_number(value: float, comma: bool = False) -> str:
    """Return a number with at most five decimals and no zeros behind them."""
    text = f"{value:.{DECIMALS}f}".rstrip("0").rstrip(".")
    return text.replace(".", ",") if comma else text


def uses_comma(cells: list[str], delimiter: str) -> bool:
    """Say whether a file prints decimals behind a comma; where no number of it has decimals, semicolons between cells say so."""
    numbers = [re.sub(r"\s", "", cell) for cell in cells if parse_number(cell) is not None]
    if any("," in number for number in numbers):
        return True
    return delimiter == ";" and not any("." in number for number in numbers)
