"""What a worker can reach of the grader: its own descriptors and its own tree."""

from __future__ import annotations

from pathlib import Path

import pytest

from autograder.api import Grader
from autograder.isolation.layers import tiers
from autograder.isolation.worker_ids import FIRST_GROUP, LAST_GROUP
from autograder.model.manifest import Limits
from tests.isolation.child_process import linux, root_tier
from tests.small_builds import make_build, submission

PATIENT = Limits(cpu_seconds=100, wall_seconds=250)  # a busy machine changes no verdict
TESTS = """
def test_one(student):
    check.close(student.module("src.answer").answer(1.0), 1.0)
"""


@root_tier
def test_only_own_workers_read_tree(tmp_path: Path) -> None:
    """In the root tier this holds even where the kernel has no Landlock."""
    build = make_build(
        tmp_path / "build", TESTS, limits=PATIENT, mistakes={"zero": ("Hint.", "def answer(x):\n    return 0.0\n")}
    )
    with Grader(build, tier="root") as grader:
        grader.grade(submission(tmp_path / "wrong", "def answer(x):\n    return 0.0\n"))
        trees = grader._runner.mistakes.trees.values()
        assert trees
        for about in (tree.stat() for tree in trees):
            assert about.st_mode & 0o007 == 0 and FIRST_GROUP <= about.st_gid <= LAST_GROUP
        untouched = grader.workspace.tree({"src/answer.py": b""})
        assert untouched.stat().st_mode & 0o077 == 0
        assert grader.workspace.work.stat().st_mode & 0o066 == 0


@linux
@pytest.mark.parametrize("tier", [pytest.param("root", marks=root_tier), "user", "practice"])
def test_worker_holds_only_channel_and_output(tmp_path: Path, tier: tiers.Tier) -> None:
    tests = """
    @number("1")
    def test_descriptors(student):
        \"\"\"answer lists the open descriptors.\"\"\"
        check.equal(student.module("src.answer").answer(), ["0 character", "1 pipe", "2 pipe", "3 socket"])
    """
    source = """
import os, stat

KINDS = {"character": stat.S_ISCHR, "pipe": stat.S_ISFIFO, "socket": stat.S_ISSOCK, "other": lambda mode: True}

def answer():
    found = []
    for number in range(1024):
        try:
            mode = os.fstat(number).st_mode
        except OSError:
            continue
        found.append(f"{number} {next(kind for kind, is_it in KINDS.items() if is_it(mode))}")
    return found
"""
    build = make_build(tmp_path / "build", tests, limits=PATIENT)
    with Grader(build, tier=tier) as grader:
        (outcome,) = grader.grade(submission(tmp_path / "s", source)).outcomes
    assert outcome.status == "passed", outcome.message + outcome.staff
