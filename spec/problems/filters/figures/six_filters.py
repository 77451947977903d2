"""Draws six_filters.svg: the picture that filter_grid makes of the worked example's six filters.

Run ``python spec/problems/filters/figures/six_filters.py``; the same script gives the same file.
"""

from __future__ import annotations

from pathlib import Path

import matplotlib

matplotlib.use("svg")
import matplotlib.pyplot as plt
from matplotlib.patches import Rectangle

INK, GREY = "#1c2733", "#9aa7b4"
ROWS, COLUMNS, HEIGHT, WIDTH, GAP = 2, 3, 2, 3, 1


def draw() -> None:
    """Draw every pixel of the picture as a box, and save the figure beside this file."""
    height, width = ROWS * (HEIGHT + GAP) - GAP, COLUMNS * (WIDTH + GAP) - GAP
    figure, panel = plt.subplots(figsize=(4.6, 2.3))
    for y in range(height):
        for x in range(width):
            (row, inner_y), (column, inner_x) = divmod(y, HEIGHT + GAP), divmod(x, WIDTH + GAP)
            shade = (row * COLUMNS + column) / 10
            colour = (shade, shade, shade + 0.4) if inner_y < HEIGHT and inner_x < WIDTH else (1.0, 1.0, 1.0)
            panel.add_patch(Rectangle((x, y), 1, 1, facecolor=colour, edgecolor=GREY, linewidth=0.4))
    for number in range(ROWS * COLUMNS):
        row, column = divmod(number, COLUMNS)
        panel.text(
            column * (WIDTH + GAP) + WIDTH / 2, row * (HEIGHT + GAP) + HEIGHT / 2, str(number), ha="center", va="center",
            fontsize=15, color="white",
        )  # fmt: skip
    panel.add_patch(Rectangle((0, 0), width, height, fill=False, edgecolor=INK, linewidth=1.0, clip_on=False))
    panel.set(xlim=(0, width), ylim=(height, 0), aspect="equal")
    panel.set_xticks([x + 0.5 for x in range(width)], [str(x) for x in range(width)], fontsize=8, color=INK)
    panel.set_yticks([y + 0.5 for y in range(height)], [str(y) for y in range(height)], fontsize=8, color=INK)
    panel.tick_params(length=0)
    for side in panel.spines.values():
        side.set_visible(False)
    figure.tight_layout()
    plt.rcParams.update({"svg.hashsalt": "six_filters", "svg.fonttype": "path"})
    figure.savefig(Path(__file__).with_suffix(".svg"), metadata={"Date": None})


if __name__ == "__main__":
    draw()
