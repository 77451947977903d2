"""The kit's own assignments, each read once by each process of tests: reading one of many problems takes half a second."""

from __future__ import annotations

from functools import cache

from scripts.coursespec.loader import load_assignment
from scripts.coursespec.model import Assignment


@cache
def kit_assignment(name: str) -> Assignment:
    """Load an assignment of the kit."""
    return load_assignment(name)
