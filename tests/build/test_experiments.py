"""Experiments in the student's tree: what is given, and what students write."""

from __future__ import annotations

import ast
import json
import subprocess
import sys
from pathlib import Path

import pytest

from scripts.build.student_tree import render
from scripts.coursespec.files import write_tree
from tests.kit import kit_assignment


def test_northwestern_students_write_their_experiments() -> None:
    """The running code is given, and every function of an experiment is a stub; staff have them whole."""
    assignment = kit_assignment("northwestern")
    stubs = {
        path: [
            node.name
            for node in ast.parse(render(assignment, solved=False)[path]).body
            if isinstance(node, ast.FunctionDef) and isinstance(node.body[-1], ast.Raise)
        ]
        for problem in assignment.problems
        for path in problem.experiments
    }
    assert stubs == {
        "experiments/train_digits.py": [
            "train_on",
            "draw_time",
            "draw_accuracy",
            "draw_loss",
            "hours_for_all_of_mnist",
        ],
        "experiments/explore_dogset.py": [
            "count_pictures",
            "find_breeds",
            "percent_in_colour",
            "draw_breeds",
            "draw_hard",
        ],
        "experiments/train_dogset.py": ["train_at", "draw"],
    }
    for path in stubs:
        given, whole = render(assignment, solved=False)[path].decode(), render(assignment, solved=True)[path].decode()
        assert "run.figure(" in given and "run.record(" in given and "NotImplementedError" not in whole


@pytest.mark.parametrize("arguments", [[], ["--quick"]])
def test_example_runs(tmp_path: Path, arguments: list[str]) -> None:
    """The finished example needs nothing that the student writes."""
    write_tree(tmp_path, render(kit_assignment("northwestern"), solved=False))
    subprocess.run([sys.executable, "-m", "experiments.example", *arguments], cwd=tmp_path, check=True)
    numbers = json.loads((tmp_path / "report" / "metrics.json").read_text())["example"]
    assert 0 < numbers["narrowest"] < numbers["widest"] and numbers["quick"] == bool(arguments)
    assert (tmp_path / "report" / "figures" / "example_spread.svg").is_file()
