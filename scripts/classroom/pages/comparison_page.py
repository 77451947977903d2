"""The page of a regrade: totals before and after, and who gains or loses what by which test."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from autograder.files import write_atomically
from autograder.reports.page import load_template
from autograder.reports.text import format_points
from scripts.classroom.pages.class_page import FOLDER, TEMPLATES
from scripts.classroom.record.record import Record, StoredBuild
from scripts.classroom.standing.comparison import Difference


def write_comparison(record: Record, old: StoredBuild, new: StoredBuild, differences: Sequence[Difference]) -> Path:
    """Write the page of a regrade and return its path."""
    tests: Counter[tuple[str, str, bool]] = Counter()
    for difference in differences:
        for test in difference.tests:
            tests[test.number, test.name, (test.after or 0.0) > (test.before or 0.0)] += 1
    page = load_template(TEMPLATES / "comparison_page.html.j2").render(
        old=old,
        new=new,
        differences=sorted(differences, key=lambda one: one.gained),
        gaining=sum(one.gained > 0 for one in differences),
        losing=sum(one.gained < 0 for one in differences),
        tests=tests.most_common(),
        points=format_points,
    )
    path = record.folder / FOLDER / "regrade.html"
    write_atomically(path, page.encode())
    return path
