"""Draws ELU and your two activation functions, each with its derivative, as report/figures/plot_activations_curves.svg."""

# %%
import matplotlib.pyplot as plt
import numpy as np

from experiments.running import Experiment
from src import activations

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
    """Draw one panel for each activation function."""
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


# %% Draw and save
if __name__ == "__main__":
    run = Experiment("plot_activations", __doc__)
    run.figure(draw(101 if run.quick else 1001), "curves")
