"""Every threshold of the leak check in one table, each with the figures that chose it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Literal, NamedTuple

Plant = Literal[
    "lines",
    "three lines",
    "renamed statements",
    "sentences",
    "passages",
    "literals",
    "numbers",
    "hidden tests in public ones",
    "mistakes in tests of another problem",
    "sentences of hidden tests in hand-outs",
]


class Figures(NamedTuple):
    """What the check gets wrong with a threshold at one value and all others as they are."""

    false_positives: int
    misses: int


@dataclass(frozen=True)
class Row:
    """What the table says of one threshold."""

    name: str
    value: int
    unit: str
    plant: Plant  # the kind of planted leaks that ``misses`` counts
    figures: Mapping[int, Figures]


def _row(value: int, unit: str, plant: Plant, figures: Mapping[int, tuple[int, int]]) -> int:
    counted = {at: Figures(*pair) for at, pair in figures.items()}
    default: int = field(default=value, metadata={"row": (unit, plant, counted)})
    return default


@dataclass(frozen=True)
class Thresholds:
    """The table. Of each threshold: its value, its unit, the leaks planted to measure it, {value: (false positives, misses)}.

    ``python -m scripts.measure_leaks`` counted these with the twelve problems of the course. Planted are small pieces, each
    alone in a release, so that many are missed by design: a leak of any length holds several of them. No value gives a false
    positive; where the value below gives none either, the comment says what else chose it.
    """

    # Something is secret from this size on.

    line_tokens: int = _row(9, "tokens of a line", "lines", {8: (2, 71), 9: (0, 75), 10: (0, 83)})
    # "self.relu = nn.ReLU()" has nine tokens and three names, and any network may have that line.
    line_names: int = _row(4, "names and numbers of a line", "lines", {3: (0, 71), 4: (0, 75), 5: (0, 98)})
    # "optimizer.zero_grad()", "loss.backward()", "optimizer.step()" are 15 tokens of any training loop.
    three_lines_tokens: int = _row(
        18, "tokens of three lines in a row", "three lines", {17: (0, 10), 18: (0, 12), 19: (0, 16)}
    )
    fragment_nodes: int = _row(15, "nodes of syntax", "renamed statements", {14: (2, 86), 15: (0, 97), 16: (0, 104)})
    sentence_words: int = _row(6, "words of a sentence", "sentences", {5: (4, 151), 6: (0, 185), 7: (0, 221)})
    # One more than needed: the false positives end at 10.
    passage_words: int = _row(
        11, "words in a row of an answer", "passages", {9: (2, 268), 10: (0, 289), 11: (0, 310), 12: (0, 325)}
    )
    # A search begins with three numbers; [-1, 0, -1, ...] of two numbers is a mask, however long.
    numbers_count: int = _row(3, "different numbers of a literal", "literals", {2: (0, 335), 3: (0, 336), 4: (0, 351)})
    # Two more than needed: the false positives end at 6.
    numbers_digits: int = _row(
        8, "significant digits of a literal", "literals", {5: (4, 321), 7: (0, 334), 8: (0, 336), 9: (0, 338)}
    )
    # One more than needed: the false positives end at 4.
    number_digits: int = _row(
        5, "significant digits of a number", "numbers", {3: (14, 22), 4: (0, 29), 5: (0, 52), 6: (0, 61)}
    )

    # Two parts of a spec may share something up to this size.

    # Public and hidden tests make the same calls of check, 9 of 10 of which have at most 38 nodes (5 of 69 have 40 or more).
    whole_nodes: int = _row(
        40,
        "nodes of code in a public test and a hidden one",
        "hidden tests in public ones",
        {15: (0, 1131), 35: (0, 1609), 40: (0, 1630), 45: (0, 1660)},
    )
    # One more than needed: the false positives end at 19.
    phrase_size: int = _row(
        20,
        "tokens or nodes shared with another problem",
        "mistakes in tests of another problem",
        {18: (6, 839), 19: (0, 858), 20: (0, 894), 21: (0, 929)},
    )
    # Two more than needed: the false positives end at 8.
    long_sentence_words: int = _row(
        10,
        "words of a sentence of a hidden test",
        "sentences of hidden tests in hand-outs",
        {7: (2, 311), 9: (0, 418), 10: (0, 467), 11: (0, 504)},
    )


CHOSEN = Thresholds()


def rows() -> list[Row]:
    """Return the table as rows."""
    return [Row(entry.name, getattr(CHOSEN, entry.name), *entry.metadata["row"]) for entry in fields(Thresholds)]
