"""Kitnet as students load it: trained weights, any size of picture, and one sentence where its file is damaged."""

from __future__ import annotations

import importlib.util
import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

from scripts.proof.kitnet_training import accuracy, draw, prepare

FOLDER = Path(__file__).resolve().parents[2] / "spec" / "provided" / "data"
CHANCE = 4.0  # percent: three standard deviations of the share of 1000 pictures that are right with 0.8 and more


@pytest.fixture
def module() -> Any:
    spec = importlib.util.spec_from_file_location("kitnet_of_students", FOLDER / "kitnet.py")
    assert spec is not None and spec.loader is not None
    loaded = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(loaded)
    return loaded


def test_accuracy_is_as_written(module: Any) -> None:
    model = module.kitnet(weights="default")
    pictures, labels = draw(module, 1000, 3)  # drawn for this test alone
    written = json.loads((FOLDER / "kitnet.json").read_text(encoding="utf-8"))["test_accuracy_percent_by_size"]
    percent = accuracy(model, prepare(module, pictures, 64), labels)
    assert percent == pytest.approx(written["64"], abs=CHANCE)
    assert percent >= 80


def test_weights_are_small_and_float32(module: Any) -> None:
    assert module.WEIGHTS.stat().st_size <= 400_000
    assert all(value.dtype == torch.float32 for value in module.kitnet(weights="default").parameters())


@pytest.mark.parametrize("size", [(16, 16), (32, 50), (224, 224)])
def test_takes_any_size(module: Any, size: tuple[int, int]) -> None:
    model = module.kitnet().eval()
    with torch.no_grad():
        assert model(torch.zeros(2, 3, *size)).shape == (2, 10)


def test_unknown_weights_are_refused(module: Any) -> None:
    with pytest.raises(ValueError, match="no weights 'imagenet'"):
        module.kitnet(weights="imagenet")


def test_damaged_file_is_named(module: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    damaged = tmp_path / "kitnet.npz"
    damaged.write_bytes(module.WEIGHTS.read_bytes()[:5000])
    monkeypatch.setattr(module, "WEIGHTS", damaged)
    with pytest.raises(ValueError, match=r"kitnet\.npz is missing or damaged"):
        module.kitnet(weights="default")


def test_training_repeats_bit_for_bit(monkeypatch: pytest.MonkeyPatch) -> None:
    from scripts.proof import kitnet_training
    from scripts.proof.kitnet_training import Recipe, train

    monkeypatch.setattr(kitnet_training, "TEST_PICTURES", 20)  # what is measured afterwards changes no weight
    threads = torch.get_num_threads()
    try:
        first, _ = train(Recipe(1, 64), FOLDER / "kitnet.py", lambda _: None)
        second, _ = train(Recipe(1, 64), FOLDER / "kitnet.py", lambda _: None)
    finally:
        torch.set_num_threads(threads)
        torch.use_deterministic_algorithms(False)
    assert np.array_equal(np.frombuffer(first, np.uint8), np.frombuffer(second, np.uint8))
