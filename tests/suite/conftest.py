"""Tests of what a suite finds may have a fork server that others have used: none of them is about its start or its end."""

from __future__ import annotations

import pytest


@pytest.fixture(autouse=True)
def server_of_earlier_tests(shared_server: None) -> None:
    """Graders in this process share servers."""
