"""Networks trained at home are judged on fresh views; one that looks labels up is told to staff, a trained one is not."""

from __future__ import annotations

import hashlib
from typing import Any

import pytest
import torch
from torch import nn
from torch.nn import functional as F

from testkit import check, handed_in, probes, remarks
from testkit.generators import make_generator
from tests.weight_samples import pictures, trained


class Student:
    """Code under test that is in this process."""

    tools = probes


class LooksUp(nn.Module):
    """Knows the label of every picture by the digest of its values, and guesses the others'."""

    def __init__(self, x: torch.Tensor, y: torch.Tensor) -> None:
        super().__init__()
        self.known = {self.digest(picture): int(label) for picture, label in zip(x, y, strict=True)}

    @staticmethod
    def digest(picture: torch.Tensor) -> bytes:
        return hashlib.sha256((picture * 255).round().to(torch.uint8).numpy().tobytes()).digest()

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return F.one_hot(torch.tensor([self.known.get(self.digest(picture), 0) for picture in x]), 2).float()


def judge(model: Any, x: torch.Tensor, y: torch.Tensor, **options: Any) -> tuple[float, list[str]]:
    remarks.take_remarks()
    percent = handed_in.accuracy(Student(), make_generator(7), model, x, y, **options)
    return percent, remarks.take_remarks()


def test_looking_up_is_told_to_staff() -> None:
    """Who knows the labels of a public test set by heart gains no points, and staff read it."""
    x, y = pictures(1000, key=1)
    percent, told = judge(LooksUp(x, y), x, y)
    assert 40 <= percent <= 60
    assert len(told) == 1 and "100% of the pictures as they are" in told[0] and "looked up" in told[0]


@pytest.mark.parametrize("seed", range(5))
def test_trained_network_is_not_told(seed: int) -> None:
    percent, told = judge(trained(seed), *pictures(1000, key=100))
    assert percent >= 85 and told == []


def test_no_view_equals_its_picture() -> None:
    """Not one value in ten of a view is that of the picture, in eight bits; labels are easy to see all the same."""
    x, _ = pictures(200, key=2)
    views = handed_in.fresh_views(x, make_generator(3))
    assert views.shape == x.shape and views.dtype == x.dtype and views.min() >= 0 and views.max() <= 1
    same = ((views * 255).round() == (x * 255).round()).float().flatten(1).mean(1)
    assert same.max() < 0.1
    assert not torch.equal(views, handed_in.fresh_views(x, make_generator(4)))
    assert torch.equal(views, handed_in.fresh_views(x, make_generator(3)))


def test_letters_are_not_mirrored() -> None:
    """A view of a picture that is dark on the left is dark on the left, and half of the mirrored ones on the right."""
    x = torch.linspace(0, 1, 28).expand(300, 28, 28)
    plain = handed_in.fresh_views(x, make_generator(5), mirror=False)
    mixed = handed_in.fresh_views(x, make_generator(5))
    assert plain.shape == x.shape and bool((plain[:, :, 0] < plain[:, :, -1]).all())
    assert 100 < int((mixed[:, 14, 0] < mixed[:, 14, -1]).sum()) < 200


@pytest.mark.parametrize("output", [(3,), (3, 2, 2)])
def test_only_logits_are_judged(output: tuple[int, ...]) -> None:
    x, y = pictures(40, key=1)
    model = nn.Sequential(nn.Flatten(), nn.Linear(768, 12), nn.Unflatten(1, (3, 2, 2))) if len(output) > 1 else Sums()
    with pytest.raises(check.CheckFailure, match="one row of logits for each picture"):
        judge(model, x, y)


class Sums(nn.Module):
    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return x.flatten(1).sum(1)


def test_nan_is_no_answer() -> None:
    x, y = pictures(40, key=1)
    model = nn.Sequential(nn.Flatten(), nn.Linear(768, 2))
    nn.init.constant_(model[1].weight, float("nan"))
    with pytest.raises(check.CheckFailure):
        judge(model, x, y)


def test_students_read_whole_percentages() -> None:
    handed_in.require_accuracy(60.0, 60, "models/best.pt")
    with pytest.raises(check.CheckFailure) as raised:
        handed_in.require_accuracy(59.9, 60, "models/best.pt", hint="Train longer.")
    assert "at least 60 %" in raised.value.words and "it names 59 %." in raised.value.words
    assert raised.value.hint == "Train longer."
