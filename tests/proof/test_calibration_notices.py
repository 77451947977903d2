"""Thresholds of another torch, or of a few runs, are reported, and nothing fails because of them."""

from __future__ import annotations

import importlib.metadata
import json
from pathlib import Path

import pytest

from scripts.errors import SpecError
from scripts.proof.calibration_notices import few_seeds_notices, version_notices
from scripts.proof.thresholds import MIN_SEEDS


def calibrated(folder: Path, versions: dict[str, str], runs: int = MIN_SEEDS) -> Path:
    """A problem's folder whose suites were measured with these versions of torch."""
    entries = {
        suite: {"measured_with": {"torch": version, "device": "cpu"}, "solution": [0.9] * runs}
        for suite, version in versions.items()
    }
    (folder / "hidden").mkdir(parents=True)
    (folder / "hidden" / "calibration.json").write_text(json.dumps(entries))
    return folder


def test_same_version_needs_no_notice(tmp_path: Path) -> None:
    folder = calibrated(tmp_path / "digits", {"test_accuracy.py": "2.14.1"})
    assert version_notices([folder], "2.14.1+cpu") == []


def test_other_version_is_named(tmp_path: Path) -> None:
    versions = {"test_accuracy.py": "2.15.0", "test_full.py": "2.15.0", "test_new.py": "2.14.1"}
    folder = calibrated(tmp_path / "digits", versions)
    (notice,) = version_notices([folder], "2.14.1")
    assert "test_accuracy.py and test_full.py were measured with torch 2.15.0" in notice
    assert "torch 2.14.1 is installed" in notice and "make calibrate PROBLEM=digits" in notice


def test_installed_version_is_the_default(tmp_path: Path) -> None:
    folder = calibrated(tmp_path / "digits", {"test_accuracy.py": "0.1"})
    (notice,) = version_notices([folder])
    assert importlib.metadata.version("torch").partition("+")[0] in notice


def test_problem_without_calibration_is_passed_over(tmp_path: Path) -> None:
    assert version_notices([tmp_path], "2.14.1") == []


@pytest.mark.parametrize("text", ["", "[]", "{}[", '{"test_accuracy.py": {}}', '{"test_accuracy.py": []}'])
def test_unreadable_calibration_is_named(tmp_path: Path, text: str) -> None:
    folder = calibrated(tmp_path / "digits", {})
    (folder / "hidden" / "calibration.json").write_text(text)
    with pytest.raises(SpecError, match=r"digits/hidden/calibration\.json"):
        version_notices([folder], "2.14.1")


def test_few_runs_are_named(tmp_path: Path) -> None:
    few = calibrated(tmp_path / "cifar_cnn", {"test_real.py": "2.14.1"}, runs=6)
    enough = calibrated(tmp_path / "digits", {"test_accuracy.py": "2.14.1"})
    (notice,) = few_seeds_notices([enough, few])
    assert "cifar_cnn: the threshold of test_real.py stands on 6 runs (device: cpu)" in notice
    assert "make calibrate PROBLEM=cifar_cnn DEVICE=cuda" in notice
