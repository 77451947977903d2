"""Draws backprop.svg: the network of the report's questions, and the order of its derivatives.

Run ``python spec/problems/backprop/figures/backprop.py``; the same script gives the same file.
"""

from __future__ import annotations

from pathlib import Path

import matplotlib

matplotlib.use("svg")
import matplotlib.pyplot as plt
from matplotlib.axes import Axes
from matplotlib.patches import Circle, Wedge

INK, ACCENT, BACK, SOFT, LINE, FAINT = "#1c2733", "#1f4e79", "#a3421c", "#d6e4f0", "#aeb9c4", "#5d6b78"
RADIUS = 0.38
X, HIDDEN, LOGITS, SOFTMAX, LOSS = 0.0, 3.2, 6.4, 8.7, 10.6  # where the layers stand
INPUT = ["1", "-1", "0"]
B1, B2 = ["0", "0.5", "0.1", "-0.2"], ["0", "0.1", "-0.1"]


def minus(text: str) -> str:
    """Replace hyphens by minus signs."""
    return text.replace("-", "\N{MINUS SIGN}")


def height(index: int, count: int) -> float:
    """Return the height of unit ``index`` of ``count``."""
    return (count - 1) / 2 - index


def arrow(panel: Axes, begin: tuple[float, float], end: tuple[float, float], color: str) -> None:
    """Draw an arrow from one place to another."""
    panel.annotate("", end, begin, arrowprops={"arrowstyle": "-|>", "color": color, "linewidth": 1.1})


def unit(panel: Axes, x: float, y: float, name: str, *, fill: str = SOFT, bias: str = "") -> None:
    """Draw a circle with a name in it and its bias below."""
    panel.add_patch(Circle((x, y), RADIUS, facecolor=fill, edgecolor=INK, linewidth=1, zorder=3))
    panel.text(x, y, name, ha="center", va="center", fontsize=10, color=INK, zorder=5)
    if bias:
        panel.text(
            x, y - RADIUS - 0.13, minus(f"$b$ = {bias}"), ha="center", va="center", fontsize=7, color=FAINT, zorder=5,
            bbox={"boxstyle": "round,pad=0.03", "facecolor": "white", "edgecolor": "none"},
        )  # fmt: skip


def forward(panel: Axes) -> None:
    """Draw the network itself."""
    for source in range(3):
        for target in range(4):
            panel.plot([X, HIDDEN], [height(source, 3), height(target, 4)], color=LINE, linewidth=0.8, zorder=1)
            panel.plot([HIDDEN, LOGITS], [height(target, 4), height(source, 3)], color=LINE, linewidth=0.8, zorder=1)
    for index in range(3):
        unit(panel, X, height(index, 3), minus(INPUT[index]), fill="white")
        unit(panel, LOGITS, height(index, 3), f"$h^2_{index + 1}$", bias=B2[index])
        panel.plot([LOGITS, SOFTMAX], [height(index, 3), 0], color=LINE, linewidth=0.8, zorder=1)
    for index in range(4):
        y = height(index, 4)
        unit(panel, HIDDEN, y, "", fill="white", bias=B1[index])
        panel.add_patch(Wedge((HIDDEN, y), RADIUS, -90, 90, facecolor=SOFT, edgecolor=INK, linewidth=1, zorder=4))
        panel.text(HIDDEN - 0.18, y, r"$\bar h$", ha="center", va="center", fontsize=8.5, color=INK, zorder=5)
        panel.text(HIDDEN + 0.18, y, "$h$", ha="center", va="center", fontsize=8.5, color=INK, zorder=5)
    panel.plot([SOFTMAX, LOSS], [0, 0], color=LINE, linewidth=0.8, zorder=1)
    box = {"boxstyle": "round,pad=0.35", "facecolor": SOFT, "edgecolor": INK, "linewidth": 1}
    panel.text(SOFTMAX, 0, "softmax\n$p$", ha="center", va="center", fontsize=9.5, color=INK, zorder=5, bbox=box)
    panel.text(LOSS, 0, r"$\ell$", ha="center", va="center", fontsize=12, color=INK, zorder=5, bbox=box)
    for x, words in [(X, "$x$"), (HIDDEN, r"$\bar h^1$ | $h^1$"), (LOGITS, "$h^2$"), (LOSS, "loss")]:
        panel.text(x, 2.15, words, ha="center", va="center", fontsize=10, color=INK)
    for x, words in [((X + HIDDEN) / 2, "$W^1, b^1$"), ((HIDDEN + LOGITS) / 2, "$W^2, b^2$")]:
        panel.text(x, 1.75, words, ha="center", va="center", fontsize=10, color=ACCENT)


def slope(of: str) -> str:
    """Return the derivative of the loss with respect to ``of`` as a formula."""
    return rf"$\partial\ell/\partial {of}$"


def backward(panel: Axes) -> None:
    """Draw the derivatives below their layers, each connected to the derivative that it is computed from."""
    y, low = -2.35, -3.3
    box = {"boxstyle": "round,pad=0.25", "facecolor": "white", "edgecolor": BACK, "linewidth": 0.9}
    h1, h1_bar = HIDDEN + 0.85, HIDDEN - 0.85

    def show(x: float, height: float, words: str) -> None:
        panel.text(x, height, words, ha="center", va="center", fontsize=9.5, color=BACK, zorder=5, bbox=box)

    show(LOSS, y, r"$\ell$")
    show(LOGITS, y, slope("h^2"))
    show(h1, y, slope("h^1"))
    show(h1_bar, y, slope(r"\bar h^1"))
    show((HIDDEN + LOGITS) / 2 + 0.5, low, slope("W^2") + ",  " + slope("b^2"))
    show((X + h1_bar) / 2 - 0.45, low, slope("W^1") + ",  " + slope("b^1"))
    arrow(panel, (LOSS - 0.2, y), (LOGITS + 0.48, y), BACK)
    arrow(panel, (LOGITS - 0.48, y), (h1 + 0.48, y), BACK)
    arrow(panel, (h1 - 0.46, y), (h1_bar + 0.46, y), BACK)
    arrow(panel, (LOGITS - 0.25, y - 0.32), ((HIDDEN + LOGITS) / 2 + 0.9, low + 0.34), BACK)
    arrow(panel, (h1_bar - 0.2, y - 0.32), ((X + h1_bar) / 2 - 0.1, low + 0.34), BACK)


def draw() -> None:
    """Save both beside this file."""
    figure, panel = plt.subplots(figsize=(7.6, 4.0))
    forward(panel)
    backward(panel)
    panel.set(xlim=(-0.8, LOSS + 0.6), ylim=(-3.75, 2.4))
    panel.set_aspect("equal")
    panel.axis("off")
    figure.tight_layout(pad=0.3)
    with matplotlib.rc_context({"svg.hashsalt": "backprop", "svg.fonttype": "path"}):
        figure.savefig(Path(__file__).with_suffix(".svg"), metadata={"Date": None}, transparent=True)


if __name__ == "__main__":
    draw()
