"""A release is refused if it holds the weights of a solution, whatever they are wrapped in."""

from __future__ import annotations

import io
from pathlib import Path

import numpy as np
import pytest
import torch

from scripts.build.student_tree import render
from scripts.coursespec.files import Tree
from scripts.coursespec.loader import load_assignment
from scripts.coursespec.model import Assignment
from scripts.errors import SpecError
from scripts.leaks.check import LeakCheck, find_leaks
from tests.tiny import course_in
from tests.trained import FOLDER, write_trained_course
from tests.weight_samples import saved, zipped

VALUES = torch.linspace(-1, 1, 320).sin().reshape(32, 10).half()


@pytest.fixture
def honest(tmp_path: Path) -> tuple[Assignment, Tree]:
    course = write_trained_course(tmp_path / "course")
    (course / FOLDER / "weights" / "best_signs.pt").write_bytes(saved({"only.weight": VALUES}))
    assignment = load_assignment("tiny", course_in(course))
    return assignment, render(assignment, solved=False)


def packed(dtype: type[np.floating]) -> bytes:
    stream = io.BytesIO()
    np.savez_compressed(stream, weight=VALUES.numpy().astype(dtype))
    return stream.getvalue()


def test_honest_release_has_no_weights(honest: tuple[Assignment, Tree]) -> None:
    assignment, tree = honest
    other = {"data/other.npz": zipped((VALUES.float() + 0.001).numpy().tobytes())}
    assert find_leaks(assignment, {**tree, **other}) == []


@pytest.mark.parametrize(
    "data", [VALUES.numpy().tobytes(), VALUES.float().numpy().tobytes(), packed(np.float16), packed(np.float32)]
)  # fmt: skip
def test_weights_are_found(honest: tuple[Assignment, Tree], data: bytes) -> None:
    assignment, tree = honest
    (leak,) = find_leaks(assignment, {**tree, "data/start.bin": data})
    assert str(leak).startswith("data/start.bin:1: this gives away the weights of a solution of 'signs'")


def test_files_of_torch_are_refused(honest: tuple[Assignment, Tree]) -> None:
    """What torch.save writes holds a pickle, which cannot be searched."""
    assignment, tree = honest
    with pytest.raises(SpecError, match="cannot be checked for leaks"):
        LeakCheck(assignment).refuse({**tree, "models/start.pt": saved({"only.weight": VALUES})})


def test_script_that_trains_is_secret(honest: tuple[Assignment, Tree]) -> None:
    assignment, tree = honest
    (leak,) = find_leaks(assignment, {**tree, "notes.py": b"start = [0.731, 0.729, 0.733, 0.727]\n"})
    assert "signs/weights/make.py" in str(leak)
