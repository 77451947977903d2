"""Text of students and libraries is safe to show."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from autograder.reports import text


@given(st.text(), st.integers(100, 300))
def test_cleaning_is_idempotent_and_bounded(given_text, most):
    """Cleaning is idempotent and bounded, and leaves plain text alone."""
    once = text.clean(given_text, most)
    assert text.clean(once, most) == once and len(once) <= most
    once.encode()
    if given_text.isascii() and given_text.isprintable() and len(given_text) <= most:
        assert once == given_text
