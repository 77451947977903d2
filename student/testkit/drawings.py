"""Drawn pictures of the classes of CIFAR-10 and STL-10, to train and test on where no photograph is at hand.

Each picture shows one object in front of a landscape: of random place, size, direction, tilt and colours, in random light, with
things in the way. A class is told by its shape: colours, ground and sky are drawn from the same ranges for every class, so
that a linear classifier of the pixels does poorly. Equal arguments give equal pictures on every platform.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

CIFAR10 = ("airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck")
STL10 = ("airplane", "bird", "car", "cat", "deer", "dog", "horse", "monkey", "ship", "truck")

CHUNK_PIXELS = 2**16  # drawn at once: what one operation touches stays in a core's cache

GREYNESS = 0.4  # 0: colours as pure as they are drawn, 1: greys

Number = Any  # a number for all pictures, or an array with one for each
Colour = Any  # three numbers between 0 and 1, or an array (N, 3)


def draw(names: Sequence[str], labels: np.ndarray, size: int, rng: np.random.Generator) -> np.ndarray:
    """Draw a picture for each label.

    Args:
        names: of the classes, each one of ``CIFAR10`` or ``STL10``.
        labels: shape (N,), indices into ``names``.
        size: pixels of a side.
        rng: decides everything else.

    Returns:
        Bytes of shape (N, 3, size, size): red, green, blue; rows from the top.

    Raises:
        ValueError: a name is of no class that can be drawn.
    """
    unknown = [name for name in names if name not in OBJECTS]
    if unknown:
        raise ValueError(f"there is no drawing of {unknown[0]!r}; the classes are {', '.join(sorted(OBJECTS))}.")
    pictures = np.empty((len(labels), 3, size, size), dtype=np.uint8)
    step = max(1, CHUNK_PIXELS // size**2)
    for label, name in enumerate(names):
        places = np.flatnonzero(np.asarray(labels) == label)
        for start in range(0, len(places), step):
            chosen = places[start : start + step]
            sheet = Sheet(len(chosen), size, rng)
            OBJECTS[name](sheet)
            pictures[chosen] = sheet.finish()
    return pictures


class Sheet:
    """A few pictures that are drawn together, shape by shape.

    Shapes are given in the frame of the object: its centre is (0, 0), x grows to the side that it looks to, y grows downwards,
    and 1 is half of its length. ``self.canvas`` is float32 of shape (N, 3, size, size).
    """

    def __init__(self, count: int, size: int, rng: np.random.Generator) -> None:
        self.count, self.size, self.rng = count, size, rng
        self._y, self._x = (np.mgrid[0:size, 0:size] + 0.5).astype(np.float32)[:, None]
        self._landscape()
        for _ in range(2):
            self._thing()
        half = size / 2
        self._place(
            half + self.between(-0.22, 0.22) * half,
            half + self.between(-0.2, 0.2) * half,
            half * self.between(0.55, 0.88),
            self.between(-0.2, 0.2),
        )

    def between(self, low: float, high: float) -> np.ndarray:
        """Draw a number for each picture."""
        return self.rng.uniform(low, high, self.count).astype(np.float32)

    def colours(self, low: float = 0.05, high: float = 0.95) -> np.ndarray:
        """Draw a colour for each picture, shape (N, 3)."""
        pure = self.rng.uniform(low, high, (self.count, 3)).astype(np.float32)
        return GREYNESS * pure.mean(1, keepdims=True) + (1 - GREYNESS) * pure

    def chance(self, probability: float) -> np.ndarray:
        """Draw 1 or 0 for each picture."""
        return (self.rng.uniform(size=self.count) < probability).astype(np.float32)

    def finish(self) -> np.ndarray:
        """Put the light on and return bytes of shape (N, 3, size, size)."""
        slope = (self._x / self.size - 0.5) * _each(self.between(-0.3, 0.3))
        light = _each(self.between(0.65, 1.15)) * (1 + slope)
        noise = self.rng.normal(0, 1, self.canvas.shape).astype(np.float32) * _each(self.between(0.01, 0.05))[:, None]
        lit = np.clip(self.canvas * light[:, None] + noise, 0, 1)
        return np.asarray((lit * 255).round(), dtype=np.uint8)

    def ellipse(
        self,
        x: Number,
        y: Number,
        across: Number,
        down: Number,
        colour: Colour,
        turn: Number = 0.0,
        shown: Number = 1.0,
    ) -> None:
        """Paint an ellipse.

        Args:
            x: of its centre.
            y: of its centre.
            across: half of its width.
            down: half of its height.
            colour: of it.
            turn: its angle, in radians, clockwise.
            shown: 0 where it is left out.
        """
        along, off = self._turned(x, y, turn)
        far = np.sqrt(np.square(along / _each(across)) + np.square(off / _each(down)))
        self._paint((far - 1) * _each(np.minimum(across, down)), colour, shown)

    def polygon(self, corners: Sequence[tuple[Number, Number]], colour: Colour, shown: Number = 1.0) -> None:
        """Paint a convex polygon.

        Args:
            corners: (x, y), clockwise as seen.
            colour: of it.
            shown: 0 where it is left out.
        """
        far = np.full(self._u.shape, -np.inf, dtype=np.float32)
        for (x, y), (next_x, next_y) in zip(corners, [*corners[1:], corners[0]], strict=True):
            dx, dy = np.asarray(next_x) - x, np.asarray(next_y) - y
            length = np.maximum(np.sqrt(np.square(dx) + np.square(dy)), 1e-6)
            out_x, out_y = dy / length, -dx / length
            np.maximum(far, (self._u - _each(x)) * _each(out_x) + (self._v - _each(y)) * _each(out_y), out=far)
        self._paint(far, colour, shown)

    def box(
        self, left: Number, top: Number, right: Number, bottom: Number, colour: Colour, shown: Number = 1.0
    ) -> None:
        """Paint a rectangle; the arguments are as for ``polygon``."""
        self.polygon([(left, top), (right, top), (right, bottom), (left, bottom)], colour, shown)

    def line(
        self, x: Number, y: Number, to_x: Number, to_y: Number, width: Number, colour: Colour, shown: Number = 1.0
    ) -> None:
        """Paint a line with round ends.

        Args:
            x: where it begins.
            y: where it begins.
            to_x: where it ends.
            to_y: where it ends.
            width: half of its thickness.
            colour: of it.
            shown: 0 where it is left out.
        """
        dx, dy = np.asarray(to_x, np.float32) - x, np.asarray(to_y, np.float32) - y
        square = np.maximum(np.square(dx) + np.square(dy), 1e-6)
        p, q = self._u - _each(x), self._v - _each(y)
        part = np.clip((p * _each(dx) + q * _each(dy)) / _each(square), 0, 1)
        far = np.sqrt(np.square(p - part * _each(dx)) + np.square(q - part * _each(dy)))
        self._paint(far - _each(width), colour, shown)

    def _place(self, x: np.ndarray, y: np.ndarray, scale: np.ndarray, tilt: np.ndarray) -> None:
        """Set the frame that shapes are given in."""
        side = np.where(self.chance(0.5) > 0, np.float32(1), np.float32(-1))
        cos, sin = np.cos(tilt), np.sin(tilt)
        dx, dy = self._x - _each(x), self._y - _each(y)
        self._scale = scale
        self._u = (dx * _each(cos) + dy * _each(sin)) * _each(side / scale)
        self._v = (dy * _each(cos) - dx * _each(sin)) / _each(scale)

    def _turned(self, x: Number, y: Number, turn: Number) -> tuple[np.ndarray, np.ndarray]:
        u, v = self._u - _each(x), self._v - _each(y)
        if isinstance(turn, float) and turn == 0.0:
            return u, v
        cos, sin = _each(np.cos(turn)), _each(np.sin(turn))
        return u * cos + v * sin, v * cos - u * sin

    def _paint(self, far: np.ndarray, colour: Colour, shown: Number) -> None:
        """Paint where the signed distance to a shape's edge, in the object's frame, is negative; edges are smooth."""
        cover = np.clip(0.5 - far * _each(self._scale), 0, 1) * _each(shown)
        colour = np.asarray(colour, dtype=np.float32).reshape(-1, 3)[:, :, None, None]
        self.canvas += (colour - self.canvas) * cover[:, None]

    def _landscape(self) -> None:
        """Paint sky and ground, of any colours, with coarse and fine patches."""
        size = self.size
        horizon = _each(self.between(0.3, 0.95) * size)
        blend = np.clip((self._y - horizon) / _each(self.between(0.02, 0.25) * size) + 0.5, 0, 1)[:, None]
        above, below = self.colours(0.2, 1.0), self.colours(0.05, 0.85)
        self.canvas = above[:, :, None, None] * (1 - blend) + below[:, :, None, None] * blend
        for cells, strength in ((4, 0.14), (8, 0.08)):
            patches = self.rng.normal(0, 1, (self.count, 1, cells + 1, cells + 1)).astype(np.float32)
            self.canvas += _enlarged(patches, size) * _each(self.between(0.0, strength))[:, None]

    def _thing(self) -> None:
        """Paint something of no class, behind the object: a blob, a post or a block."""
        size = self.size
        self._place(
            self.between(0, 1) * size,
            self.between(0, 1) * size,
            self.between(0.1, 0.35) * size,
            self.between(-0.6, 0.6),
        )
        shown = self.chance(0.6)
        kind = self.rng.integers(0, 3, self.count)
        colour = self.colours()
        self.ellipse(0, 0, 1, self.between(0.3, 1), colour, 0.0, shown * (kind == 0))
        self.line(-0.9, 0, 0.9, self.between(-0.6, 0.6), self.between(0.08, 0.2), colour, shown * (kind == 1))
        height = self.between(0.3, 0.9)
        self.box(-0.8, -height, 0.8, height, colour, shown * (kind == 2))


def _each(value: Number) -> np.ndarray:
    """Return one number a picture as float32 of shape (N, 1, 1), or (1, 1, 1)."""
    return np.asarray(value, dtype=np.float32).reshape(-1, 1, 1)


def _enlarged(grid: np.ndarray, size: int) -> np.ndarray:
    """Enlarge (N, 1, c + 1, c + 1) to (N, 1, size, size), linearly between its points."""
    at = (np.arange(size, dtype=np.float32) + 0.5) / size * (grid.shape[-1] - 1)
    low = at.astype(np.int64)
    part = at - low
    rows = grid[:, :, low] * (1 - part)[:, None] + grid[:, :, low + 1] * part[:, None]
    return np.asarray(rows[..., low] * (1 - part) + rows[..., low + 1] * part)


def _fur(sheet: Sheet) -> tuple[np.ndarray, np.ndarray]:
    """Draw the colours of an animal and of its marks."""
    fur = sheet.colours(0.1, 0.9)
    return fur, np.clip(fur + sheet.between(-0.25, 0.35)[:, None], 0, 1)


def _airplane(sheet: Sheet) -> None:
    body, wing = sheet.colours(0.3, 1.0), sheet.colours(0.2, 0.9)
    sweep = sheet.between(0.25, 0.55)
    sheet.polygon([(0.1, -0.05), (-0.3, -0.05), (-0.25 - sweep, -0.75), (-0.05 - sweep, -0.75)], wing)
    sheet.polygon([(-0.6, -0.05), (-0.9, -0.05), (-1.0, -0.5), (-0.85, -0.5)], wing)
    sheet.ellipse(0, 0, 1.0, sheet.between(0.13, 0.19), body)
    sheet.polygon([(0.25, 0.05), (-0.15 - sweep, 0.85), (-0.4 - sweep, 0.85), (-0.2, 0.05)], wing)
    for x in (-0.3, 0.0, 0.3, 0.6):
        sheet.ellipse(x, -0.04, 0.05, 0.05, (0.1, 0.12, 0.2))


def _car(sheet: Sheet) -> None:
    paint, glass = sheet.colours(), (0.15, 0.2, 0.28)
    top = sheet.between(-0.55, -0.4)
    sheet.polygon([(-0.45, top), (0.25, top), (0.6, -0.02), (-0.75, -0.02)], paint * 0.9)
    sheet.polygon([(-0.42, top + 0.08), (-0.14, top + 0.08), (-0.14, -0.05), (-0.62, -0.05)], glass)
    sheet.polygon([(-0.07, top + 0.08), (0.2, top + 0.08), (0.46, -0.05), (-0.07, -0.05)], glass)
    sheet.box(-1.0, -0.06, 1.0, 0.32, paint)
    sheet.ellipse(0.95, 0.05, 0.07, 0.07, (1.0, 0.95, 0.6))
    for x in (-0.6, 0.6):
        sheet.ellipse(x, 0.34, 0.23, 0.23, (0.06, 0.06, 0.07))
        sheet.ellipse(x, 0.34, 0.1, 0.1, (0.6, 0.6, 0.62))


def _truck(sheet: Sheet) -> None:
    cab, load = sheet.colours(), sheet.colours()
    top = sheet.between(-0.85, -0.65)
    sheet.box(-1.0, top, 0.42, 0.34, load)
    for x in (-0.65, -0.3, 0.05):
        sheet.line(x, top + 0.1, x, 0.25, 0.02, load * 0.6)
    sheet.box(0.5, -0.42, 1.0, 0.34, cab)
    sheet.box(0.7, -0.34, 0.98, -0.06, (0.15, 0.2, 0.28))
    sheet.box(0.38, 0.2, 0.55, 0.34, (0.1, 0.1, 0.1))
    for x in (-0.75, -0.35, 0.72):
        sheet.ellipse(x, 0.42, 0.19, 0.19, (0.06, 0.06, 0.07))
        sheet.ellipse(x, 0.42, 0.07, 0.07, (0.55, 0.55, 0.57))


def _ship(sheet: Sheet) -> None:
    hull, house = sheet.colours(), sheet.colours(0.5, 1.0)
    mast = sheet.between(-0.95, -0.7)
    sheet.line(-0.1, 0.0, -0.1, mast, 0.035, hull * 0.5)
    sheet.line(-0.1, mast, 0.75, 0.05, 0.018, hull * 0.5)
    sheet.line(-0.1, mast, -0.85, 0.05, 0.018, hull * 0.5)
    sheet.box(-0.6, -0.32, 0.3, 0.1, house)
    sheet.box(-0.42, -0.55, 0.05, -0.3, house * 0.92)
    for x in (-0.45, -0.2, 0.05):
        sheet.box(x, -0.2, x + 0.12, -0.08, (0.15, 0.2, 0.3))
    sheet.polygon([(-1.0, 0.05), (1.1, -0.02), (0.75, 0.48), (-0.8, 0.48)], hull)
    sheet.polygon([(-0.86, 0.36), (0.86, 0.36), (0.75, 0.48), (-0.8, 0.48)], hull * 0.5)


def _bird(sheet: Sheet) -> None:
    fur, marks = _fur(sheet)
    lift = sheet.between(-0.95, -0.6)
    sheet.polygon([(-0.5, 0.0), (-0.95, -0.12), (-1.05, 0.2), (-0.45, 0.2)], marks * 0.8)
    for x in (-0.05, 0.15):
        sheet.line(x, 0.3, x + 0.06, 0.85, 0.03, (0.75, 0.5, 0.2))
    sheet.ellipse(0, 0.1, 0.6, 0.33, fur, -0.25)
    sheet.ellipse(0.58, -0.22, 0.24, 0.22, fur)
    sheet.polygon([(0.76, -0.32), (1.12, -0.18), (0.76, -0.1)], (0.95, 0.65, 0.15))
    sheet.ellipse(0.64, -0.27, 0.05, 0.05, (0.03, 0.03, 0.03))
    sheet.polygon([(0.2, 0.02), (-0.45, 0.12), (-0.5, lift), (-0.25, lift)], marks)


def _cat(sheet: Sheet) -> None:
    fur, marks = _fur(sheet)
    sheet.line(-0.5, 0.8, -0.9, sheet.between(-0.2, 0.4), 0.08, fur * 0.85)
    sheet.ellipse(-0.1, 0.62, 0.55, 0.42, fur * 0.9)
    sheet.polygon([(-0.64, -0.92), (-0.6, -0.92), (-0.04, -0.45), (-0.72, -0.2)], fur * 0.8)
    sheet.polygon([(0.6, -0.92), (0.64, -0.92), (0.72, -0.2), (0.04, -0.45)], fur * 0.8)
    sheet.ellipse(0, -0.1, 0.7, 0.55, fur)
    for x in (-0.3, 0.0, 0.3):
        sheet.line(x, -0.6, x * 0.9, -0.4, 0.035, marks * 0.6)
    for which in (-1, 1):
        sheet.ellipse(0.28 * which, -0.16, 0.13, 0.11, (0.75, 0.85, 0.3))
        sheet.ellipse(0.28 * which, -0.16, 0.04, 0.11, (0.03, 0.03, 0.03))
        sheet.line(0.2 * which, 0.17, 0.85 * which, 0.1, 0.015, (0.95, 0.95, 0.95))
        sheet.line(0.2 * which, 0.22, 0.82 * which, 0.28, 0.015, (0.95, 0.95, 0.95))
    sheet.ellipse(0, 0.15, 0.2, 0.13, marks)
    sheet.ellipse(0, 0.09, 0.07, 0.05, (0.75, 0.35, 0.4))


def _legs(sheet: Sheet, places: Sequence[float], top: float, bottom: float, width: float, colour: Colour) -> None:
    for x in places:
        sheet.line(x, top, x + sheet.between(-0.1, 0.1), bottom, width, colour)


def _dog(sheet: Sheet) -> None:
    fur, marks = _fur(sheet)
    sheet.line(-0.65, 0.1, -0.95, sheet.between(-0.6, -0.2), 0.07, fur)
    _legs(sheet, (-0.55, -0.35, 0.15, 0.32), 0.35, 0.82, 0.085, fur * 0.85)
    sheet.ellipse(-0.12, 0.22, 0.62, 0.3, fur)
    sheet.ellipse(0.5, -0.25, 0.36, 0.34, fur)
    sheet.ellipse(0.82, -0.12, 0.24, 0.16, marks)
    sheet.ellipse(1.0, -0.18, 0.08, 0.07, (0.03, 0.03, 0.03))
    sheet.ellipse(0.28, -0.18, 0.14, 0.34, marks * 0.55, 0.2)
    sheet.ellipse(0.62, -0.33, 0.06, 0.06, (0.03, 0.03, 0.03))


def _horse(sheet: Sheet) -> None:
    fur, marks = _fur(sheet)
    sheet.line(-0.7, -0.05, -0.95, sheet.between(0.4, 0.7), 0.09, marks * 0.5)
    _legs(sheet, (-0.58, -0.4, 0.2, 0.36), 0.2, 0.98, 0.06, fur * 0.85)
    sheet.ellipse(-0.12, 0.1, 0.62, 0.29, fur)
    sheet.polygon([(0.45, -0.72), (0.72, -0.6), (0.42, 0.22), (0.05, 0.02)], fur)
    sheet.line(0.45, -0.74, 0.08, -0.1, 0.08, marks * 0.5)
    sheet.ellipse(0.75, -0.58, 0.34, 0.15, fur, 0.7)
    sheet.polygon([(0.5, -1.0), (0.62, -0.75), (0.44, -0.72)], fur * 0.8)
    sheet.ellipse(0.68, -0.68, 0.04, 0.04, (0.03, 0.03, 0.03))


def _deer(sheet: Sheet) -> None:
    fur, marks = _fur(sheet)
    horn = (0.35, 0.25, 0.15)
    for lean in (-0.22, 0.12):
        sheet.line(0.42, -0.5, 0.42 + lean, -1.05, 0.03, horn)
        sheet.line(0.42 + lean * 0.5, -0.78, 0.42 + lean * 0.5 + 0.25, -1.0, 0.025, horn)
        sheet.line(0.42 + lean * 0.8, -0.92, 0.42 + lean * 0.8 - 0.25, -1.08, 0.025, horn)
    _legs(sheet, (-0.5, -0.36, 0.1, 0.22), 0.2, 1.0, 0.035, fur * 0.8)
    sheet.ellipse(-0.14, 0.12, 0.46, 0.22, fur)
    sheet.ellipse(-0.6, 0.02, 0.1, 0.08, (0.95, 0.95, 0.92))
    sheet.polygon([(0.32, -0.42), (0.5, -0.34), (0.3, 0.2), (0.02, 0.05)], fur)
    sheet.ellipse(0.52, -0.38, 0.2, 0.1, fur, 0.35)
    for x in (-0.4, -0.22, -0.04, 0.12):
        sheet.ellipse(x, 0.04, 0.04, 0.04, marks)


def _frog(sheet: Sheet) -> None:
    fur, marks = _fur(sheet)
    for which in (-1, 1):
        sheet.ellipse(0.72 * which, 0.45, 0.34, 0.2, fur * 0.8, -0.6 * which)
        sheet.line(0.75 * which, 0.55, 1.0 * which, 0.72, 0.08, fur * 0.7)
        sheet.line(0.3 * which, 0.5, 0.36 * which, 0.75, 0.07, fur * 0.7)
    sheet.ellipse(0, 0.25, 0.72, 0.45, fur)
    sheet.ellipse(0, 0.45, 0.45, 0.24, marks)
    for which in (-1, 1):
        sheet.ellipse(0.36 * which, -0.2, 0.2, 0.2, fur)
        sheet.ellipse(0.36 * which, -0.22, 0.13, 0.13, (0.95, 0.85, 0.3))
        sheet.ellipse(0.36 * which, -0.22, 0.08, 0.05, (0.03, 0.03, 0.03))
    sheet.line(-0.45, 0.14, 0, 0.22, 0.03, fur * 0.4)
    sheet.line(0, 0.22, 0.45, 0.14, 0.03, fur * 0.4)


def _monkey(sheet: Sheet) -> None:
    fur, marks = _fur(sheet)
    face = np.clip(marks + 0.2, 0, 1)
    bend = sheet.between(0.1, 0.5)
    sheet.line(-0.3, 0.85, -0.85, 0.7, 0.05, fur * 0.8)
    sheet.line(-0.85, 0.7, -0.95, bend - 0.4, 0.05, fur * 0.8)
    sheet.line(-0.95, bend - 0.4, -0.7, bend - 0.6, 0.05, fur * 0.8)
    sheet.ellipse(0, 0.6, 0.36, 0.42, fur)
    for which in (-1, 1):
        sheet.line(0.3 * which, 0.4, 0.72 * which, sheet.between(-0.1, 0.9), 0.08, fur * 0.9)
        sheet.ellipse(0.52 * which, -0.35, 0.2, 0.2, fur * 0.8)
        sheet.ellipse(0.52 * which, -0.35, 0.11, 0.11, face)
    sheet.ellipse(0, -0.38, 0.46, 0.46, fur)
    sheet.ellipse(0, -0.24, 0.33, 0.3, face)
    for which in (-1, 1):
        sheet.ellipse(0.14 * which, -0.38, 0.06, 0.06, (0.03, 0.03, 0.03))
    sheet.line(-0.14, -0.12, 0.14, -0.12, 0.025, fur * 0.4)


OBJECTS: dict[str, Callable[[Sheet], None]] = {
    "airplane": _airplane,
    "automobile": _car,
    "bird": _bird,
    "car": _car,
    "cat": _cat,
    "deer": _deer,
    "dog": _dog,
    "frog": _frog,
    "horse": _horse,
    "monkey": _monkey,
    "ship": _ship,
    "truck": _truck,
}
