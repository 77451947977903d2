"""What a function changes besides its result is found, whatever the order of its arguments."""

from __future__ import annotations

import importlib
from collections.abc import Callable
from typing import Any

import pytest
import torch
from torch import nn

from testkit import effect_checks
from testkit.probes import effects, network

ORDERS = (("x", "y", "model"), ("model", "x", "y"))


class Student:
    """Code under test that is in this process."""

    module = staticmethod(importlib.import_module)


def make(load: Callable[[str], Any]) -> nn.Module:
    made = load("testkit.probes").network((4, 6, 3), seed=1, dropout=0.5, batch_norm=True)
    prepared: nn.Module = load("testkit.probes.effects").prepare(made, [True, False], 2)
    return prepared


def judge(function: Callable[..., Any], order: tuple[str, ...], *options: Any, **named: Any) -> set[str]:
    """Return the effects that are not as they should be."""
    rng = torch.Generator().manual_seed(1)
    x, y = torch.randn(5, 4, generator=rng).requires_grad_(), torch.randint(3, (5,), generator=rng)
    seen = effect_checks.ask_effects(Student(), rng, function, make, x, y, *options, order=order, **named)
    return {name for name in effect_checks.EFFECTS if not seen[name]}


@pytest.mark.parametrize("order", ORDERS)
@pytest.mark.parametrize("effect", effect_checks.EFFECTS)
def test_finds_each_effect(order: tuple[str, ...], effect: str) -> None:
    assert judge(effects.meddler(order, effect), order) == {effect}


@pytest.mark.parametrize("order", ORDERS)
def test_clean_function_has_none(order: tuple[str, ...]) -> None:
    assert judge(effects.meddler(order), order, 0.1, steps=3) == set()


def free(x: torch.Tensor, y: torch.Tensor, model: nn.Module) -> torch.Tensor:
    """Let every parameter need gradients, frozen ones too."""
    for parameter in model.parameters():
        parameter.requires_grad_(True)
    return x.detach()


def test_finds_changed_need_of_gradients() -> None:
    assert judge(free, ORDERS[0]) == {"parameters_kept"}


def test_finds_moved_averages() -> None:
    assert judge(lambda x, y, model: model.train()(x.detach()).detach(), ORDERS[0]) == {"modes_kept", "parameters_kept"}


def test_finds_gradients_of_the_batch() -> None:
    def fill(x: torch.Tensor, y: torch.Tensor, model: nn.Module) -> torch.Tensor:
        x.square().sum().backward()
        return x.detach()

    assert judge(fill, ORDERS[0]) == {"gradients_kept"}


def test_state_of_a_network_is_asked() -> None:
    model = network((4, 6, 3), seed=5)
    rng = torch.Generator().manual_seed(1)
    before = effects.state(model)
    model[1].register_forward_hook(lambda *_: None)
    after = effect_checks.ask_state(
        Student(), rng, model, lambda load, seed: load("testkit.probes").network((4, 6, 3), seed=seed)
    )
    assert (before["hooks"], after["hooks"]) == (0, 1) and after.keys() == before.keys()
