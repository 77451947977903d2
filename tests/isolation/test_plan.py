"""Which tier a machine gets, and in what words a grading below the minimum is refused."""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

import pytest

from autograder.isolation.layers import landlock, plan
from autograder.isolation.layers.plan import Plan

linux = pytest.mark.skipif(sys.platform != "linux", reason="plans for Linux")


@linux
def test_root_gets_a_user_id_per_test_where_others_can_run_the_interpreter(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    monkeypatch.setattr(plan, "interpreter_obstacle", lambda: None)
    made = plan.plan()
    assert made.tier == "root" and plan.UID in made.layers and not made.note


@linux
def test_an_interpreter_that_others_cannot_enter_costs_the_tier_and_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    monkeypatch.setattr(plan, "interpreter_obstacle", lambda: Path("/home/someone/.pyenv"))
    made = plan.plan()
    assert made.tier == "user" and plan.UID not in made.layers and "/home/someone/.pyenv" in made.note
    with pytest.raises(ValueError, match=r"/home/someone/\.pyenv.*/usr/bin/python3"):
        plan.plan("root")


@linux
def test_an_ordinary_user_gets_no_user_ids(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    assert plan.plan().tier == "user" and not plan.plan().note
    with pytest.raises(ValueError, match="needs root"):
        plan.plan("root")


@linux
def test_layers_that_the_machine_lacks_are_not_claimed_and_their_absence_is_refused(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    monkeypatch.setattr(landlock, "abi", lambda: 0)
    monkeypatch.setattr(plan, "seccomp_works", lambda: False)
    made = plan.plan()
    assert plan.LANDLOCK not in made.layers and plan.SECCOMP not in made.layers
    said = made.refusal(None)
    assert "Landlock" in said and "libseccomp" in said and said.count("\n") == 0


def test_other_systems_are_for_practice(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "darwin")
    made = plan.plan()
    assert (made.tier, made.layers) == ("practice", [plan.SPLIT, plan.LIMITS])
    with pytest.raises(ValueError, match="needs Linux"):
        plan.plan("user")


def test_every_tier_is_held_against_its_own_minimum_and_the_assignments() -> None:
    for tier, minimum in plan.MINIMUM.items():
        assert Plan(tier, minimum).refusal(None) == ""
        for missing in minimum:
            said = Plan(tier, [layer for layer in minimum if layer != missing]).refusal(None)
            assert missing in said, (tier, missing)
    assert plan.LANDLOCK in Plan("root", plan.MINIMUM["root"]).refusal([plan.LANDLOCK])
    assert "a wall of bricks" in Plan("root", plan.MINIMUM["root"]).refusal(["a wall of bricks"])


def test_walls_that_need_no_user_id_of_their_own_are_required_where_there_is_none() -> None:
    """Under the grader's own user id only Landlock keeps files, and only being non-dumpable keeps memory."""
    assert {plan.LANDLOCK, plan.SECCOMP, plan.HIDDEN, plan.NO_PRIVILEGES} <= set(plan.MINIMUM["user"])
    assert {plan.UID, plan.SECCOMP, plan.NO_PRIVILEGES} <= set(plan.MINIMUM["root"])


def test_the_first_folder_that_others_cannot_enter_is_found() -> None:
    with tempfile.TemporaryDirectory() as name:
        top = Path(name).resolve()
        top.chmod(0o755)
        inner = top / "a" / "b" / "file"
        inner.parent.mkdir(parents=True)
        inner.write_text("x")
        if plan.unreadable_parent(top) is not None:
            pytest.skip("the folder for temporary files is closed to others")
        modes = ((top / "a", 0o700, 0o755), (inner.parent, 0o750, 0o755), (inner, 0o600, 0o644))
        for path, _, opened in modes:
            path.chmod(opened)
        for path, closed, opened in modes:
            path.chmod(closed)
            assert plan.unreadable_parent(inner) == path
            path.chmod(opened)
        assert plan.unreadable_parent(inner) is None
        assert plan.unreadable_parent(top / "nothing" / "there") == top / "nothing"
