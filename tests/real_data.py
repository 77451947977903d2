"""Real data sets, which lie beside the project on some machines only."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

NAMED = os.environ.get("COURSE_DATA", "")  # read here, because fixtures hide it from the code under test


def real_data(what: str, is_there: Callable[[Path], object] = lambda _: True) -> Path:
    """Return the folder that ``COURSE_DATA`` names; skip the test where it has no real ``what``, and print so.

    Args:
        what: the data set, as the reason names it.
        is_there: says whether the folder has it; by default one that is named has.
    """
    if not NAMED or not is_there(Path(NAMED)):
        pytest.skip(f"COURSE_DATA names no folder with {what}, so the real files are not read")
    return Path(NAMED)
