"""A network that hides its gradients gains nothing from the judge of robust weights, and staff read of it."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, partial
from runpy import run_path
from typing import Any

import pytest
import torch

from scripts.coursespec.course import ROOT
from testkit import pictures

FOLDER = ROOT / "spec" / "problems" / "adversarial_training"
EPSILON = 0.0313


@cache
def judge() -> dict[str, Any]:
    return run_path(str(FOLDER / "hidden" / "network.py"))


Attack = Callable[[str, float], dict[str, torch.Tensor]]


@pytest.fixture(scope="module")
def attacked(request: pytest.FixtureRequest) -> Attack:
    """What resists of a network whose logits are so many times as large as those of its weights, each attacked once."""
    return cache(partial(attack, 10 if request.config.getoption("--all") else 5))


def attack(each: int, file: str, scale: float) -> dict[str, torch.Tensor]:
    """Attack ``each`` pictures of every class."""

    def load(name: str, factor: float = 1.0) -> Any:
        model = run_path(str(FOLDER / "probes.py"))["RobustNet"]()
        model.load_state_dict(torch.load(FOLDER / name, weights_only=True))
        with torch.no_grad():
            model.linear.weight *= factor
            model.linear.bias *= factor
        return model.eval()

    rng = torch.Generator().manual_seed(0)
    _, (x, y) = pictures.draw_pictures(rng, 0, each)
    surrogate = load("hidden/surrogate.pt")
    answer: dict[str, torch.Tensor] = judge()["resisting"](
        load(file, scale), x, y, rng, surrogate=surrogate, epsilon=EPSILON, steps=10
    )
    return answer


def share(resists: torch.Tensor) -> float:
    return float(resists.double().mean())


@pytest.mark.parametrize("file", ["weights/best_robust.pt", "hidden/surrogate.pt"])
def test_saturated_loss_gains_nothing(attacked: Attack, file: str) -> None:
    plain, saturated = (attacked(file, scale) for scale in (1.0, 1e4))
    assert share(saturated["loss"]) > share(plain["loss"]) + 0.1
    assert share(saturated["loss"] & saturated["margin"]) <= share(plain["loss"] & plain["margin"]) + 0.05


def test_staff_read_of_saturated_loss(attacked: Attack) -> None:
    sentence = judge()["describe_hidden_gradients"](attacked("weights/best_robust.pt", 1e4))
    assert "hide their gradients" in sentence


def test_transfer_finds_what_saturation_hides(attacked: Attack) -> None:
    found = attacked("hidden/surrogate.pt", 1e4)
    assert share(found["loss"] & ~found["transfer"]) > judge()["MAX_HIDDEN"]


def test_honest_networks_are_not_reported(attacked: Attack) -> None:
    for file in ("weights/best_robust.pt", "hidden/surrogate.pt"):
        assert judge()["describe_hidden_gradients"](attacked(file, 1.0)) == ""
