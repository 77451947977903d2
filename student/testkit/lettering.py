"""Pictures of letters in EMNIST's form, from the fonts that matplotlib carries: slanted, turned, shifted, thin or bold.

Equal arguments give equal pictures on every platform: the outlines come from the fonts, unhinted, and are filled in here.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

import numpy as np

SIDE = 28
GRID, MARGIN = 32, 6  # pixels that the longer side of an outline takes, and around it: thickened, it still fits
FONTS = (
    *(f"DejaVuSans{style}" for style in ("", "-Bold", "Mono", "Mono-Bold")),  # their oblique ones: slanted below
    *(f"DejaVuSerif{style}" for style in ("", "-Bold", "-Italic", "-BoldItalic")),
    *(f"STIXGeneral{style}" for style in ("", "Bol", "Italic", "BolIta")),
    *("cmr10", "cmb10", "cmss10", "cmtt10", "cmmi10"),
)


def draw(labels: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Draw a letter for each label, large or small, in a font and a hand of its own.

    Args:
        labels: shape (N,); 1 for A to 26 for Z, whether large or small, as in EMNIST.
        rng: decides everything else.

    Returns:
        Bytes of shape (N, 28, 28), white on black, upright.
    """
    count = len(labels)

    def between(low: float, high: float) -> np.ndarray:
        return rng.uniform(low, high, (count, 1, 1)).astype(np.float32)

    glyphs = _glyphs()
    small, font = rng.integers(0, 2, count), rng.integers(0, len(FONTS), count)
    chosen = (np.asarray(labels) - 1 + 26 * small) * len(FONTS) + font
    turn, slant, scale, stretch = between(-0.25, 0.25), between(-0.35, 0.35), between(0.85, 1.1), between(0.85, 1.15)
    wave, bend = between(0, 2 * np.pi), between(-0.06, 0.06)
    y, x = (np.mgrid[0:SIDE, 0:SIDE].astype(np.float32) - (SIDE - 1) / 2)[:, None] / (SIDE / 2)
    x, y = x - between(-0.12, 0.12), y - between(-0.12, 0.12)
    x, y = x * np.cos(turn) + y * np.sin(turn), y * np.cos(turn) - x * np.sin(turn)
    x, y = (x + slant * y) / (scale * stretch), y / (scale / stretch)
    x, y = x + bend * np.sin(4 * y + wave), y + bend * np.sin(4 * x - wave)
    grey = _sample(glyphs, chosen, x, y)
    # The glyphs are blurred, so the grey at which ink begins decides how thick a stroke is.
    ink = np.clip((grey - between(0.1, 0.33)) * between(3, 6), 0, 1)
    return np.asarray((ink * 255).round(), dtype=np.uint8)


def _sample(glyphs: np.ndarray, chosen: np.ndarray, x: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Return what the chosen glyphs hold at (x, y), linearly between their pixels; -0.75 to 0.75 is the longer side."""
    size = glyphs.shape[-1]
    across, down = (np.clip(place * (GRID / 1.5) + (size - 1) / 2, 0, size - 1.001) for place in (x, y))
    column, row = across.astype(np.int64), down.astype(np.int64)
    right, below = across - column, down - row
    at = chosen[:, None, None]
    above_it = glyphs[at, row, column] * (1 - right) + glyphs[at, row, column + 1] * right
    below_it = glyphs[at, row + 1, column] * (1 - right) + glyphs[at, row + 1, column + 1] * right
    return np.asarray(above_it * (1 - below) + below_it * below)


@cache
def _glyphs() -> np.ndarray:
    """Return all large and small letters in every font, blurred: float32 between 0 and 1, one glyph an entry."""
    import matplotlib
    from matplotlib.font_manager import FontProperties
    from matplotlib.path import Path as Outline
    from matplotlib.textpath import TextPath

    folder = Path(matplotlib.get_data_path()) / "fonts" / "ttf"
    size = GRID + 2 * MARGIN
    pixels = np.stack(np.meshgrid(np.arange(size), np.arange(size)), axis=-1).reshape(-1, 2).astype(float)
    inks = []
    for letter in "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz":
        for name in FONTS:
            outline = TextPath((0, 0), letter, size=100, prop=FontProperties(fname=str(folder / f"{name}.ttf")))
            low, high = outline.vertices.min(0), outline.vertices.max(0)
            scale = GRID / max(high - low)
            inside = np.zeros(len(pixels), dtype=bool)
            for corners in outline.to_polygons(closed_only=True):
                placed = (corners - (low + high) / 2) * [scale, -scale] + (size - 1) / 2
                inside ^= Outline(placed).contains_points(pixels)  # the inside of a hole is outside
            inks.append(inside.reshape(size, size))
    grey: np.ndarray = np.stack(inks).astype(np.float32)
    for _ in range(3):  # a box of 3 pixels three times, along both axes
        for axis in (1, 2):
            grey = (np.roll(grey, 1, axis) + grey + np.roll(grey, -1, axis)) / 3
    return grey
