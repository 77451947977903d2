"""Which tier a machine gets, and how a grading below the minimum is refused."""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

import pytest

from autograder.isolation.layers import landlock, tiers
from autograder.isolation.layers.tiers import Plan

linux = pytest.mark.skipif(sys.platform != "linux", reason="tiers of Linux")


@linux
def test_root_gets_uid_per_test(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    monkeypatch.setattr(tiers, "find_interpreter_obstacle", lambda: None)
    chosen = tiers.choose_plan()
    assert chosen.tier == "root" and tiers.FRESH_UID in chosen.layers and not chosen.note


@linux
def test_private_interpreter_costs_root_tier(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    monkeypatch.setattr(tiers, "find_interpreter_obstacle", lambda: Path("/home/someone/.pyenv"))
    chosen = tiers.choose_plan()
    assert chosen.tier == "user" and tiers.FRESH_UID not in chosen.layers and "/home/someone/.pyenv" in chosen.note
    with pytest.raises(ValueError, match=r"/home/someone/\.pyenv.*/usr/bin/python3"):
        tiers.choose_plan("root")


@linux
def test_ordinary_user_gets_user_tier(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    assert tiers.choose_plan().tier == "user" and not tiers.choose_plan().note
    with pytest.raises(ValueError, match="needs root"):
        tiers.choose_plan("root")


@linux
def test_missing_layers_are_refused_by_name(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    monkeypatch.setattr(landlock, "detect_abi", lambda: 0)
    monkeypatch.setattr(tiers, "has_libseccomp", lambda: False)
    chosen = tiers.choose_plan()
    assert tiers.LANDLOCK not in chosen.layers and tiers.SECCOMP not in chosen.layers
    refusal = chosen.refusal(None)
    assert "Landlock" in refusal and "libseccomp" in refusal and refusal.count("\n") == 0


def test_other_systems_get_practice_tier(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "darwin")
    chosen = tiers.choose_plan()
    assert (chosen.tier, chosen.layers) == ("practice", [tiers.PROCESS_SPLIT, tiers.RESOURCE_LIMITS])
    with pytest.raises(ValueError, match="needs Linux"):
        tiers.choose_plan("user")


def test_plan_is_compared_with_minimum() -> None:
    for tier, minimum in tiers.MINIMUM_LAYERS.items():
        assert Plan(tier, minimum).refusal(None) == ""
        for missing in minimum:
            refusal = Plan(tier, [layer for layer in minimum if layer != missing]).refusal(None)
            assert missing in refusal, (tier, missing)
    assert tiers.LANDLOCK in Plan("root", tiers.MINIMUM_LAYERS["root"]).refusal([tiers.LANDLOCK])
    assert "a layer of bricks" in Plan("root", tiers.MINIMUM_LAYERS["root"]).refusal(["a layer of bricks"])


def test_user_tier_requires_landlock() -> None:
    """Under the grader's own uid only Landlock protects files, and only a non-dumpable grader protects memory."""
    assert {tiers.LANDLOCK, tiers.SECCOMP, tiers.NON_DUMPABLE, tiers.NO_NEW_PRIVILEGES} <= set(
        tiers.MINIMUM_LAYERS["user"]
    )
    assert {tiers.FRESH_UID, tiers.SECCOMP, tiers.NO_NEW_PRIVILEGES} <= set(tiers.MINIMUM_LAYERS["root"])


def test_finds_first_unreadable_parent() -> None:
    with tempfile.TemporaryDirectory() as name:
        top = Path(name).resolve()
        top.chmod(0o755)
        inner = top / "a" / "b" / "file"
        inner.parent.mkdir(parents=True)
        inner.write_text("x")
        if tiers.find_unreadable_parent(top) is not None:
            pytest.skip("the folder for temporary files is closed to others")
        modes = ((top / "a", 0o700, 0o755), (inner.parent, 0o750, 0o755), (inner, 0o600, 0o644))
        for path, _, opened in modes:
            path.chmod(opened)
        for path, closed, opened in modes:
            path.chmod(closed)
            assert tiers.find_unreadable_parent(inner) == path
            path.chmod(opened)
        assert tiers.find_unreadable_parent(inner) is None
        assert tiers.find_unreadable_parent(top / "nothing" / "there") == top / "nothing"
