"""Draws ELU and your two activation functions, each with its derivative: the figures of the report.

Run ``python experiments/plot_activations.py`` for ``report/figures/activations.png``; ``--quick`` draws fewer points.
"""

# %%
import argparse
import sys
from pathlib import Path

import matplotlib

matplotlib.use("Agg")
import matplotlib.pyplot as plt
import numpy as np

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from src import activations  # noqa: E402  the folder above has to be on the path first

# %% What to draw
ALPHA = 1.0
CURVES = {
    f"ELU, alpha = {ALPHA}": (
        lambda x: activations.elu(x, ALPHA),
        lambda x: activations.elu_derivative(x, ALPHA),
    ),
    "my first choice": (activations.first_choice, activations.first_choice_derivative),
    "my second choice": (activations.second_choice, activations.second_choice_derivative),
}


# %% Function and derivative, side by side
def draw(points):
    """One panel for each activation function."""
    x = np.linspace(-5, 5, points)
    figure, panels = plt.subplots(1, len(CURVES), figsize=(4 * len(CURVES), 3.2), sharey=True)
    for panel, (name, (function, derivative)) in zip(panels, CURVES.items(), strict=True):
        panel.axhline(0, color="0.8", linewidth=0.8)
        panel.axvline(0, color="0.8", linewidth=0.8)
        panel.plot(x, function(x), label="f(x)")
        panel.plot(x, derivative(x), "--", label="f'(x)")
        panel.set(title=name, xlabel="x", ylim=(-1.5, 3))
        panel.legend(loc="upper left")
    figure.tight_layout()
    return figure


# %% Save
if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="fewer points")
    parser.add_argument("--out", type=Path, default=ROOT / "report" / "figures" / "activations.png")
    options = parser.parse_args()
    options.out.parent.mkdir(parents=True, exist_ok=True)
    draw(101 if options.quick else 1001).savefig(options.out, dpi=150)
    print(f"Wrote {options.out}")
