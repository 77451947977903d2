"""Draws sliding.svg: a kernel at two of its places on a padded signal, and the copies that a transposed convolution adds up.

Run ``python spec/problems/convolution/figures/sliding.py``; the same script gives the same file.
"""

from __future__ import annotations

from pathlib import Path

import matplotlib

matplotlib.use("svg")
import matplotlib.pyplot as plt
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

INK, ACCENT, SOFT, GREY = "#1c2733", "#1f4e79", "#d6e4f0", "#9aa7b4"


def row(panel: Axes, values: list[str], left: float, top: float, *, fill: str = "white", edge: str = INK) -> None:
    """Draw a row of boxes with a text in each."""
    for index, value in enumerate(values):
        faded = value.startswith("*")
        panel.add_patch(
            Rectangle(
                (left + index, top), 1, 0.8, facecolor=fill, edgecolor=GREY if faded else edge, linewidth=0.9,
                linestyle=":" if faded else "-",
            )
        )  # fmt: skip
        panel.text(
            left + index + 0.5, top + 0.4, value.lstrip("*"), ha="center", va="center", fontsize=11,
            color=GREY if faded else INK,
        )  # fmt: skip


def draw() -> None:
    """Draw both panels and save them beside this file."""
    figure, (slide, spread) = plt.subplots(1, 2, figsize=(8.6, 2.5), width_ratios=[7.4, 6.2])
    row(slide, ["*0", "3", "1", "-2", "0", "2", "*0"], 0, 2)
    row(slide, ["1", "-1"], 0, 1.05, fill=SOFT, edge=ACCENT)
    row(slide, ["1", "-1"], 3, 1.05, fill=SOFT, edge=ACCENT)
    row(slide, ["-3", "2", "3", "-2", "-2", "2"], 0.5, -0.4)
    for left in (0, 3):
        slide.annotate(
            "", (left + 1, 0.43), (left + 1, 1.02), arrowprops={"arrowstyle": "-|>", "color": ACCENT, "linewidth": 1.1}
        )
    slide.set_title("stride 1, padding 1: the kernel slides", fontsize=10, color=INK)
    slide.set(xlim=(-0.2, 7.2), ylim=(-0.6, 3))

    row(spread, ["1", "2"], 1.5, 2.2)
    row(spread, ["1", "0", "-1"], 0, 1.1, fill=SOFT, edge=ACCENT)
    row(spread, ["2", "0", "-2"], 2, 0.3, fill=SOFT, edge=ACCENT)
    row(spread, ["1", "0", "1", "0", "-2"], 0, -0.75)
    spread.annotate("", (1.5, 1.93), (2.0, 2.18), arrowprops={"arrowstyle": "-|>", "color": ACCENT, "linewidth": 1.1})
    spread.annotate("", (3.5, 1.13), (3.0, 2.18), arrowprops={"arrowstyle": "-|>", "color": ACCENT, "linewidth": 1.1})
    spread.set_title("transposed, stride 2: copies of (1, 0, -1) add up", fontsize=10, color=INK)
    spread.set(xlim=(-0.4, 5.6), ylim=(-0.95, 3.2))
    for panel in (slide, spread):
        panel.set_aspect("equal")
        panel.axis("off")
    figure.tight_layout(pad=0.4)
    with matplotlib.rc_context({"svg.hashsalt": "sliding", "svg.fonttype": "path"}):
        figure.savefig(Path(__file__).with_suffix(".svg"), metadata={"Date": None}, transparent=True)


if __name__ == "__main__":
    draw()
