"""Data to try programs on where the real data is not at hand: the same shapes, types and names, other pictures."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any, NamedTuple

import numpy as np

SIDE = 64
TRAIN, VALID, TEST = 60, 15, 15  # drawn dogs of each breed

used = False  # whether this program asked for any of them: experiments/running.py marks such results


def digits(partition: str, per_class: int) -> tuple[np.ndarray, np.ndarray]:
    """Make handwritten digits in MNIST's form: scikit-learn's, enlarged, each turned and shifted a little.

    No writer's picture is in both sets. Where you ask for more than there are, pictures repeat, moved in another way.

    Args:
        partition: "training" or "testing".
        per_class: pictures of each digit.

    Returns:
        Bytes of shape (N, 28, 28), and their labels, in an order that mixes the digits.
    """
    global used
    used = True
    import torch
    from sklearn.datasets import load_digits
    from torch.nn import functional as F

    source = load_digits()
    training = partition == "training"
    small = torch.from_numpy(source.images).float()[:, None] / 16
    generator = torch.Generator().manual_seed(1 if training else 2)
    chosen = []
    for label in range(10):
        mine = np.flatnonzero(source.target == label)
        mine = mine[:120] if training else mine[120:]
        chosen.append(np.resize(mine, per_class))
    # One of each digit, then the next of each: the first few hold as many of every digit.
    order = torch.from_numpy(np.stack(chosen, axis=1).reshape(-1))
    large = F.pad(F.interpolate(small[order], size=(24, 24), mode="bilinear", align_corners=False), (2, 2, 2, 2))

    def between(low: float, high: float) -> torch.Tensor:
        return low + (high - low) * torch.rand(len(order), generator=generator)

    angle, scale = between(-0.15, 0.15), between(0.9, 1.1)
    row_x = torch.stack([angle.cos() * scale, -angle.sin() * scale, between(-0.06, 0.06)], 1)
    row_y = torch.stack([angle.sin() * scale, angle.cos() * scale, between(-0.06, 0.06)], 1)
    grid = F.affine_grid(torch.stack([row_x, row_y], 1), list(large.shape), align_corners=False)
    moved = F.grid_sample(large, grid, mode="bilinear", padding_mode="zeros", align_corners=False)
    pictures = (moved[:, 0] * 255).round().clamp(0, 255).to(torch.uint8).numpy()
    return pictures, source.target[order.numpy()].astype(np.uint8)


def drawn_pictures(names: Sequence[str], size: int, partition: str) -> tuple[np.ndarray, np.ndarray]:
    """Draw pictures of the classes of CIFAR-10 (32 pixels; 5000 and 1000) or of STL-10 (96 pixels; 2000 and 1000).

    Of the 1000 of 32 x 32, a linear classifier of the pixels gets 37 % right, `CifarNet` 92 % after ten epochs, 18 s of one core.

    Args:
        names: of the classes.
        size: pixels of a side.
        partition: "train" or "test".

    Returns:
        Bytes of shape (N, 3, size, size), as many of each class, in random order; labels int64 of shape (N,).
    """
    global used
    used = True
    pictures, labels = _drawn_pictures(tuple(names), size, partition)
    return pictures.copy(), labels.copy()


@cache
def _drawn_pictures(names: tuple[str, ...], size: int, partition: str) -> tuple[np.ndarray, np.ndarray]:
    from testkit import drawings

    count = 1000 if partition == "test" else 5000 if size == 32 else 2000
    rng = np.random.default_rng([size, partition == "test"])
    labels = rng.permutation(np.arange(count) % len(names))
    return drawings.draw(names, labels, size, rng), labels


def font_letters(partition: str) -> tuple[np.ndarray, np.ndarray]:
    """Draw letters in EMNIST's form from matplotlib's fonts, 200 of each to train on ("train") and 50 to test on ("test").

    Returns:
        Bytes of shape (N, 28, 28), as many of each letter, in random order; labels int64 of shape (N,), from 1 to 26.
    """
    global used
    used = True
    pictures, labels = _font_letters(partition)
    return pictures.copy(), labels.copy()


@cache
def _font_letters(partition: str) -> tuple[np.ndarray, np.ndarray]:
    from testkit import lettering

    rng = np.random.default_rng([28, partition == "test"])
    labels = rng.permutation(np.repeat(np.arange(1, 27), 50 if partition == "test" else 200))
    return lettering.draw(labels, rng), labels


class Breed(NamedTuple):
    """How to draw a dog of a breed; colours are red, green, blue between 0 and 1."""

    name: str
    fur: tuple[float, float, float]
    marks: tuple[float, float, float]  # muzzle and chest
    ears: str  # up, down or long
    ear: tuple[float, float, float]
    size: float
    slim: float  # width of the body against its height
    spots: int
    rough: float  # unevenness of the fur


BREEDS = (
    Breed("chihuahua", (0.80, 0.60, 0.38), (0.93, 0.83, 0.68), "up", (0.70, 0.48, 0.30), 0.72, 0.9, 0, 0.02),
    Breed("collie", (0.62, 0.40, 0.20), (0.96, 0.95, 0.92), "up", (0.45, 0.28, 0.14), 1.0, 1.1, 0, 0.07),
    Breed("dalmatian", (0.95, 0.95, 0.94), (0.95, 0.95, 0.94), "down", (0.12, 0.12, 0.12), 1.0, 1.0, 16, 0.02),
    Breed("golden_retriever", (0.85, 0.66, 0.36), (0.90, 0.75, 0.48), "down", (0.74, 0.53, 0.26), 1.05, 1.15, 0, 0.05),
    Breed("great_dane", (0.38, 0.38, 0.42), (0.45, 0.45, 0.49), "down", (0.28, 0.28, 0.32), 1.2, 0.85, 0, 0.02),
    Breed("miniature_poodle", (0.30, 0.22, 0.18), (0.36, 0.27, 0.22), "long", (0.24, 0.17, 0.14), 0.8, 1.0, 0, 0.16),
    Breed("saint_bernard", (0.66, 0.34, 0.16), (0.96, 0.94, 0.90), "down", (0.40, 0.20, 0.10), 1.2, 1.25, 3, 0.05),
    Breed("samoyed", (0.97, 0.97, 0.95), (0.99, 0.99, 0.98), "up", (0.92, 0.91, 0.88), 1.0, 1.2, 0, 0.06),
    Breed("siberian_husky", (0.36, 0.39, 0.43), (0.95, 0.96, 0.97), "up", (0.28, 0.30, 0.34), 1.0, 1.05, 0, 0.05),
    Breed("yorkshire_terrier", (0.32, 0.33, 0.38), (0.76, 0.52, 0.28), "up", (0.72, 0.48, 0.25), 0.72, 1.1, 0, 0.12),
)
_Y, _X = np.mgrid[0:SIDE, 0:SIDE] + 0.5


def dogs() -> tuple[list[dict[str, Any]], np.ndarray]:
    """Draw dogs of DogSet's ten breeds: rows as in its ``dogs.csv``, and bytes of shape (N, 64, 64, 3)."""
    global used
    used = True
    rng = np.random.default_rng(0)
    every = TRAIN + VALID + TEST
    labels = rng.permutation(np.repeat(np.arange(len(BREEDS)), every))
    seen = dict.fromkeys(range(len(BREEDS)), 0)
    rows, pictures = [], np.empty((len(labels), SIDE, SIDE, 3), dtype=np.uint8)
    for index, label in enumerate(labels.tolist()):
        place = seen[label]
        seen[label] += 1
        rows.append(
            {
                "filename": f"drawn_{index:06d}.png",
                "semantic_label": BREEDS[label].name,
                "numeric_label": label,
                "partition": "train" if place < TRAIN else "valid" if place < TRAIN + VALID else "test",
            }
        )
        pictures[index] = _dog(BREEDS[label], rng)
    return rows, pictures


def _dog(breed: Breed, rng: np.random.Generator) -> np.ndarray:
    """Draw one dog: at some place, of some size, looking left or right, in some light."""
    horizon = rng.uniform(15, 50)
    above, below = rng.uniform(0.25, 0.95, 3), rng.uniform(0.15, 0.9, 3)
    blend = np.clip((_Y - horizon) / 6, 0, 1)[..., None]
    canvas = above * (1 - blend) + below * blend + rng.normal(0, 0.03, (SIDE, SIDE, 1))
    size = breed.size * rng.uniform(0.75, 1.15)
    side = rng.choice([-1.0, 1.0])
    x, y = rng.uniform(26, 38), rng.uniform(24, 32)  # of the head
    fur = np.asarray(breed.fur) * rng.uniform(0.85, 1.1)
    texture = breed.rough * rng.normal(0, 1, (SIDE, SIDE, 1))

    def ellipse(dx: float, dy: float, across: float, down: float, colour: Any, turn: float = 0.0) -> None:
        centre_x, centre_y, reach = x + side * dx * size, y + dy * size, max(across, down) * size + 1
        top, left = (max(0, int(centre - reach)) for centre in (centre_y, centre_x))
        window = (slice(top, max(top, int(centre_y + reach) + 1)), slice(left, max(left, int(centre_x + reach) + 1)))
        u, v = _X[window] - centre_x, _Y[window] - centre_y
        turn *= side
        along, off = u * np.cos(turn) + v * np.sin(turn), v * np.cos(turn) - u * np.sin(turn)
        far = np.hypot(along / (across * size), off / (down * size))
        cover = np.clip((1 - far) * min(across, down) * size + 0.5, 0, 1)[..., None]
        canvas[window] = canvas[window] * (1 - cover) + (np.asarray(colour) + texture[window]) * cover

    ellipse(-8, 19, 13 * breed.slim, 10, fur, rng.uniform(-0.3, 0.1))  # body
    for leg in (-15, -2):
        ellipse(leg, 29, 2.6, 8, fur * 0.95)
    ellipse(0, 17, 4.5, 6, breed.marks)  # chest
    ellipse(-20 * breed.slim, 12 + rng.uniform(-4, 4), 2, 6, fur, 0.7)  # tail
    for _ in range(breed.spots):
        across, down = rng.uniform(0.9, 2.2, 2)
        ellipse(rng.uniform(-18, 3), rng.uniform(11, 26), across, down, breed.ear)
    ellipse(0, 0, 9, 9, fur)  # head
    for which in (-1, 1):
        if breed.ears == "up":
            ellipse(6 * which, -8, 2.6, 6, breed.ear, 0.35 * which)
        else:
            ellipse(8.5 * which, 0 if breed.ears == "down" else 4, 2.8, 6 if breed.ears == "down" else 9, breed.ear)
    ellipse(1.5, 4, 5, 4.5, breed.marks)  # muzzle
    for dx, dy, radius in ((-3.2, -2, 1.3), (3.8, -2, 1.3), (2, 2.6, 1.7)):
        ellipse(dx, dy, radius, radius, (0.05, 0.04, 0.04))  # eyes and nose
    light = rng.uniform(0.7, 1.15) * (1 + rng.uniform(-0.15, 0.15) * (_X / SIDE - 0.5))[..., None]
    return np.asarray((np.clip(canvas * light, 0, 1) * 255).round(), dtype=np.uint8)
