"""What the commands share."""

from __future__ import annotations

import os
import pwd

import pytest

from scripts.options import find_user_name


def test_user_without_account_has_name(monkeypatch: pytest.MonkeyPatch) -> None:
    """As in a container that is run with a number for a user."""
    for name in ("LOGNAME", "USER", "LNAME", "USERNAME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(pwd, "getpwuid", {}.__getitem__)
    assert find_user_name() == f"user {os.getuid()}"
