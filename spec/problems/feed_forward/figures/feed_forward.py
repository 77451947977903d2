"""Draws feed_forward.svg: the network of the report's questions, with its inputs, the biases, and the first row of every matrix.

Run ``python spec/problems/feed_forward/figures/feed_forward.py``; the same script gives the same file.
"""

from __future__ import annotations

from pathlib import Path

import matplotlib

matplotlib.use("svg")
import matplotlib.pyplot as plt
from matplotlib.axes import Axes
from matplotlib.patches import Circle

INK, ACCENT, SOFT, LINE, FAINT = "#1c2733", "#1f4e79", "#d6e4f0", "#c3ccd5", "#5d6b78"
GAP, RADIUS = 3.0, 0.36  # between layers, of a unit
INPUT = ["1", "-2", "3"]
BIASES = [["-1", "0", "1", "2"], ["-1", "1", "0"], ["1", "-1", "0"]]
FIRST_ROWS = [["1", "0", "1"], ["1", "1", "0", "0"], ["1", "-1", "0"]]  # weights into the uppermost unit of a layer
UNITS = [3, 4, 3, 3]


def minus(text: str) -> str:
    """Replace hyphens by minus signs."""
    return text.replace("-", "\N{MINUS SIGN}")


def height(index: int, count: int) -> float:
    """Return the height of unit ``index`` of ``count``."""
    return (count - 1) / 2 - index


def edges(panel: Axes, layer: int) -> None:
    """Draw all lines into a layer; those of its uppermost unit are darker and show their weights at their beginnings."""
    left, right, below, here = (layer - 1) * GAP, layer * GAP, UNITS[layer - 1], UNITS[layer]
    for target in reversed(range(here)):
        for source in range(below):
            begin, end = (left, height(source, below)), (right, height(target, here))
            first = target == 0
            panel.plot(
                *zip(begin, end, strict=True), color=ACCENT if first else LINE, linewidth=1.4 if first else 0.8,
                zorder=2 if first else 1,
            )  # fmt: skip
            if first:
                share = 0.3
                place = [a + share * (b - a) for a, b in zip(begin, end, strict=True)]
                panel.text(
                    *place, minus(FIRST_ROWS[layer - 1][source]), color=ACCENT, fontsize=8.5, ha="center", va="center",
                    zorder=4, bbox={"boxstyle": "round,pad=0.12", "facecolor": "white", "edgecolor": "none"},
                )  # fmt: skip


def draw() -> None:
    """Draw the network and save it beside this file."""
    figure, panel = plt.subplots(figsize=(7.4, 3.4))
    for layer, count in enumerate(UNITS):
        if layer:
            edges(panel, layer)
        for index in range(count):
            x, y = layer * GAP, height(index, count)
            panel.add_patch(
                Circle((x, y), RADIUS, facecolor="white" if layer == 0 else SOFT, edgecolor=INK, linewidth=1, zorder=3)
            )
            name = minus(INPUT[index]) if layer == 0 else f"$h^{layer}_{index + 1}$"
            panel.text(x, y, name, ha="center", va="center", fontsize=10.5, color=INK, zorder=5)
            if layer:
                panel.text(
                    x, y - RADIUS - 0.14, minus(f"$b$ = {BIASES[layer - 1][index]}"), ha="center", va="center", fontsize=7.5,
                    color=FAINT, zorder=5, bbox={"boxstyle": "round,pad=0.05", "facecolor": "white", "edgecolor": "none"},
                )  # fmt: skip
    for layer, words in enumerate(["$x$", "$h^1$, after ReLU", "$h^2$, after ReLU", "$h^3$, the logits"]):
        panel.text(layer * GAP, 2.2, words, ha="center", va="center", fontsize=10, color=INK)
    for layer in (1, 2, 3):
        panel.text((layer - 0.5) * GAP, -2.05, f"$W^{layer}$", ha="center", va="center", fontsize=10, color=ACCENT)
    panel.set(xlim=(-0.6, 3 * GAP + 1.1), ylim=(-2.3, 2.45))
    panel.set_aspect("equal")
    panel.axis("off")
    figure.tight_layout(pad=0.3)
    with matplotlib.rc_context({"svg.hashsalt": "feed_forward", "svg.fonttype": "path"}):
        figure.savefig(Path(__file__).with_suffix(".svg"), metadata={"Date": None}, transparent=True)


if __name__ == "__main__":
    draw()
