"""What tests that train a network share: real data or one sentence, the accuracy, the measured threshold."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import torch
from torch import nn

from testkit import accuracy_checks, check, pictures, probes


class Student:
    """Code under test that is in this process."""

    tools = probes


def test_missing_data_is_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("COURSE_DATA", raising=False)
    with pytest.raises(check.CheckFailure) as refused:
        accuracy_checks.load_real("CIFAR-10", pictures.cifar10)
    assert refused.value.words.startswith("CIFAR-10 is not on this machine") and "COURSE_DATA" in refused.value.values


def test_accuracy_counts_the_largest_logit() -> None:
    logits = torch.tensor([[0.1, 0.2, 0.0], [3.0, 1.0, 2.0], [0.0, 0.0, 1.0], [1.0, 2.0, 3.0]])
    assert accuracy_checks.measure_accuracy(Student(), nn.Identity(), logits, torch.tensor([1, 1, 2, 2]), 3) == 0.75


@pytest.mark.parametrize("output", [torch.zeros(4), torch.zeros(4, 2), torch.full((4, 3), torch.nan)])
def test_other_output_is_turned_down(output: torch.Tensor) -> None:
    with pytest.raises(check.CheckFailure, match="utput for the test pictures"):
        accuracy_checks.measure_accuracy(Student(), nn.Identity(), output, torch.zeros(4, dtype=torch.int64), 3)


def test_threshold_lies_beside_the_suite(tmp_path: Path) -> None:
    entries = {"test_one.py": {"threshold": 0.5}, "test_two.py": {"threshold": 0.75}}
    (tmp_path / "calibration.json").write_text(json.dumps(entries))
    assert accuracy_checks.read_threshold(str(tmp_path / "test_two.py")) == 0.75


@pytest.mark.parametrize("tinted", [False, True])
def test_stripes_tell_ten_classes(tinted: bool) -> None:
    """As many of each, from -1 to 1, new ones for every generator; the mean colour tells a class only where it is tinted."""
    rng = torch.Generator().manual_seed(3)
    (x, y), (other, _) = (pictures.draw_stripes(rng, 20, tinted=tinted) for _ in range(2))
    assert x.shape == (200, 3, 32, 32) and y.bincount().tolist() == [20] * 10
    assert -1 <= float(x.min()) < float(x.max()) <= 1 and not torch.equal(x, other)
    colours = x.mean((2, 3))
    means = torch.stack([colours[y == label].mean(0) for label in range(10)])
    nearest = torch.cdist(colours, means).argmin(1)
    assert (float((nearest == y).double().mean()) > 0.9) is tinted
