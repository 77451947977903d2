"""The thresholds of the leak check are measured, and raise no false alarm on the course."""

from __future__ import annotations

from scripts.leaks.thresholds import CHOSEN, rows
from scripts.proof.leak_measurement import count_false_positives, count_misses, plants


def test_honest_material_raises_no_alarm() -> None:
    """No assignment's tree leaks, and no problem's tree gives away what another problem keeps secret."""
    assert count_false_positives(CHOSEN) == 0


def test_every_threshold_has_figures() -> None:
    for row in rows():
        assert row.figures[row.value].false_positives == 0, row.name
        assert min(row.figures) < row.value < max(row.figures), row.name
        assert row.figures[row.value].misses < max(figures.misses for figures in row.figures.values()), row.name


def test_renamed_solutions_are_found() -> None:
    """Of the statements large enough to be secret, all are found with every name changed."""
    row = next(row for row in rows() if row.name == "fragment_nodes")
    assert count_misses(row.plant, CHOSEN) <= row.figures[row.value].misses
    assert len(plants(row.plant)) > 2 * row.figures[row.value].misses
