"""The training of kitnet, the network that ships trained: on drawn pictures of STL-10's classes, of several sizes."""

from __future__ import annotations

import importlib.util
import io
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import torch
from torch import nn
from torch.nn import functional as F

import autograder  # noqa: F401  (makes the test kit importable)
from testkit import drawings

SEED = 20
SIZES = (64, 48, 32)  # of the pictures of a batch, in turn, so that objects of other sizes are known too
TEST_PICTURES = 1000


class Recipe(NamedTuple):
    """How long to train, and on how many drawn pictures."""

    epochs: int = 6
    pictures: int = 6000
    batch_size: int = 32
    learning_rate: float = 4e-3  # the largest of a one-cycle schedule


def train(recipe: Recipe, definition: Path, on_progress: Callable[[str], object]) -> tuple[bytes, dict[str, Any]]:
    """Train kitnet with one thread.

    Args:
        recipe: how long, and on what.
        definition: the file that defines the architecture, the classes and the normalisation.
        on_progress: is called with a line after each epoch.

    Returns:
        (the file of its weights in float16, accuracies in percent and how they came about).
    """
    torch.set_num_threads(1)
    torch.use_deterministic_algorithms(True)
    torch.manual_seed(SEED)
    module = _load(definition)
    model = module.kitnet()
    pictures, labels = draw(module, recipe.pictures, 1)
    optimizer = torch.optim.AdamW(model.parameters(), weight_decay=0.02)
    steps = recipe.epochs * (len(labels) // recipe.batch_size)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, recipe.learning_rate, total_steps=steps)
    model.train()
    for epoch in range(1, recipe.epochs + 1):
        total = 0.0
        batches = torch.randperm(len(labels))[: len(labels) // recipe.batch_size * recipe.batch_size].split(
            recipe.batch_size
        )
        for index, chosen in enumerate(batches):
            size = SIZES[index % len(SIZES)]
            x = prepare(module, pictures[chosen], size)
            optimizer.zero_grad()
            loss = F.cross_entropy(model(x), labels[chosen])
            loss.backward()
            optimizer.step()
            schedule.step()
            total += loss.item()
        on_progress(f"epoch {epoch}: training loss {total / len(batches):.3f}")
    stored = {name: value.half() if value.is_floating_point() else value for name, value in model.state_dict().items()}
    model.load_state_dict(stored)  # what ships is judged: rounded to float16
    test_pictures, test_labels = draw(module, TEST_PICTURES, 2)
    accuracies = {
        str(size): accuracy(model, prepare(module, test_pictures, size), test_labels) for size in (64, 48, 96)
    }
    on_progress(f"accuracy by size of the pictures: {accuracies}")
    file = io.BytesIO()
    np.savez(file, **{name: value.numpy() for name, value in stored.items()})
    facts = {
        "test_accuracy_percent_by_size": accuracies,
        "tested_on": f"{TEST_PICTURES} drawn pictures that were not trained on",
        "trained_on": f"{recipe.pictures} drawn pictures, {recipe.epochs} epochs, seed {SEED}",
        "parameters": sum(value.numel() for value in model.parameters()),
    }
    return file.getvalue(), facts


def _load(definition: Path) -> Any:
    spec = importlib.util.spec_from_file_location("kitnet", definition)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def draw(module: Any, count: int, seed: int) -> tuple[torch.Tensor, torch.Tensor]:
    """Draw pictures from seeds that no stand-in uses."""
    rng = np.random.default_rng([SEED, seed])
    labels = rng.permutation(np.arange(count) % len(module.CLASSES))
    pictures = drawings.draw(module.CLASSES, labels, module.SIZE, rng)
    return torch.from_numpy(pictures), torch.from_numpy(labels)


def prepare(module: Any, pictures: torch.Tensor, size: int) -> torch.Tensor:
    """Return pictures of bytes as normalised float32 of another size."""
    x = pictures.float() / 255
    if size != x.shape[-1]:
        x = F.interpolate(x, size=(size, size), mode="bilinear", antialias=True, align_corners=False)
    mean, std = (torch.tensor(values).view(1, 3, 1, 1) for values in (module.MEAN, module.STD))
    return (x - mean) / std


def accuracy(model: nn.Module, x: torch.Tensor, labels: torch.Tensor) -> float:
    """Return the percentage of pictures that a network names rightly in evaluation mode."""
    model.eval()
    with torch.no_grad():
        right = sum(
            int((model(part).argmax(1) == of).sum()) for part, of in zip(x.split(100), labels.split(100), strict=True)
        )
    return round(100 * right / len(labels), 1)
