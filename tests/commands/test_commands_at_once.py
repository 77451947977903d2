"""Any number of commands at once lose nothing."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from autograder.model import manifest
from scripts.build.autograder_zip import write_build
from scripts.classroom.desk import FOLDERS, choose_report_folder
from scripts.coursespec.loader import load_assignment
from tests.tiny import course_in, edit


def test_many_choices_at_once(tmp_path: Path) -> None:
    """Forty submissions of one name, chosen by eight at a time, get forty folders, and all are kept."""
    submissions = [tmp_path / str(number) / "ada" for number in range(40)]
    with ThreadPoolExecutor(8) as pool:
        chosen = list(pool.map(lambda one: choose_report_folder(one, tmp_path / "graded"), submissions))
    kept = json.loads((tmp_path / "graded" / FOLDERS).read_bytes())
    assert len(set(chosen)) == 40
    assert kept == {folder.name: str(one) for folder, one in zip(chosen, submissions, strict=True)}


def test_first_builds_at_once_agree(spec: Path) -> None:
    """Commands that all find no build draw one seed, not one each."""
    assignment = load_assignment("tiny", course_in(spec))
    with ThreadPoolExecutor(4) as pool:
        builds = list(pool.map(lambda _: write_build(assignment), range(4)))
    assert all(build.tree == builds[0].tree for build in builds)


def test_build_keeps_its_seed(spec: Path) -> None:
    """The seed stays through a change of the spec, and changes when asked."""
    first = manifest.read(write_build(load_assignment("tiny", course_in(spec))).folder)
    edit(spec, "spec/problems/sums/hidden/test_outputs.py", "8.5", "8.25")
    second = manifest.read(write_build(load_assignment("tiny", course_in(spec))).folder)
    third = manifest.read(write_build(load_assignment("tiny", course_in(spec)), new_seed=True).folder)
    assert second.seed == first.seed and second.build != first.build
    assert third.seed != first.seed and third.build == second.build
