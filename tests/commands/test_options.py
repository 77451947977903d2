"""What the commands share."""

from __future__ import annotations

import os
import pwd
from pathlib import Path

import pytest

from scripts.options import describe_minutes, display_path, find_user_name, make_parser, user_path


def test_user_without_account_has_name(monkeypatch: pytest.MonkeyPatch) -> None:
    """As in a container that is run with a number for a user."""
    for name in ("LOGNAME", "USER", "LNAME", "USERNAME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(pwd, "getpwuid", {}.__getitem__)
    assert find_user_name() == f"user {os.getuid()}"


def test_home_is_written_as_tilde() -> None:
    """zsh hands CLASS=~/class to the command as it stands; a home that nobody has is a path that is not there."""
    assert make_parser("mark", "", has_class=True).parse_args(["--class", "~/class"]).folder == Path.home() / "class"
    assert user_path("~no such user/class") == Path("~no such user/class")


def test_durations_are_for_planning() -> None:
    words = [describe_minutes(seconds) for seconds in (7.2, 89, 91, 3600)]
    assert words == ["7 s", "89 s", "about 2 minutes", "about 60 minutes"]


def test_circle_of_links_is_shown(tmp_path: Path) -> None:
    (tmp_path / "circle").symlink_to("circle")
    assert display_path(tmp_path / "circle") == f"{tmp_path}/circle"
