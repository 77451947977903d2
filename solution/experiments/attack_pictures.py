"""Attacks a network with your functions: a table of robust accuracies, and 20 random pictures before and after PGD.

With ``--quick`` it attacks fewer pictures. The network (kitnet) and its pictures (drawn ones, in [0, 1]) are only an example that
needs no download: replace them by your own model and test set. The figure is report/figures/attack_pictures_pgd.svg.
"""

# %%
from functools import partial

import matplotlib.pyplot as plt
import numpy as np
import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset

from data.kitnet import CLASSES, MEAN, SIZE, STD, kitnet
from experiments.running import Experiment
from src import attacks
from testkit import drawings

# %% What to attack with
EPSILON, STEP_SIZE, STEPS = 0.0313, 0.002, 20
ATTACKS = {
    "FGSM": partial(attacks.fgsm, epsilon=EPSILON),
    "PGD": partial(attacks.pgd, epsilon=EPSILON, step_size=STEP_SIZE, steps=STEPS),
    "MIM": partial(attacks.mim, epsilon=EPSILON, step_size=STEP_SIZE, steps=STEPS),
}


# %% A network to attack, and its pictures
class Normalised(nn.Module):
    """A network of normalised pictures as one of pictures in [0, 1], so that epsilon is measured there."""

    def __init__(self, network):
        super().__init__()
        self.network = network
        self.register_buffer("mean", torch.tensor(MEAN)[:, None, None])
        self.register_buffer("std", torch.tensor(STD)[:, None, None])

    def forward(self, pictures):
        """Return the logits."""
        return self.network((pictures - self.mean) / self.std)


def test_pictures(each):
    """Return drawn pictures in [0, 1], as many of each class, and their classes."""
    labels = np.arange(each * len(CLASSES)) % len(CLASSES)
    pictures = drawings.draw(CLASSES, labels, SIZE, np.random.default_rng(7))
    return torch.as_tensor(pictures).float() / 255, torch.as_tensor(labels)


# %% Twenty pictures, each above its attacked version
def draw_pairs(model, clean, attacked, y):
    """Draw pairs with the classes that the network names; wrong ones are red."""
    figure, panels = plt.subplots(4, 10, figsize=(10, 4.6))
    with torch.no_grad():
        named = [model(pictures).argmax(1).tolist() for pictures in (clean, attacked)]
    for index in range(len(y)):
        for below, pictures in enumerate((clean, attacked)):
            panel = panels[2 * (index // 10) + below, index % 10]
            panel.imshow(pictures[index].permute(1, 2, 0))
            label = named[below][index]
            panel.set_title(CLASSES[label], fontsize=8, color="black" if label == int(y[index]) else "red")
    for panel in panels.flat:
        panel.axis("off")
    figure.tight_layout()
    return figure


# %% Everything
if __name__ == "__main__":
    run = Experiment("attack_pictures", __doc__)
    network = Normalised(kitnet(weights="default")).eval()
    x, y = test_pictures(4 if run.quick else 10)
    loader = DataLoader(TensorDataset(x, y), batch_size=100)
    table = {"clean": attacks.robust_accuracy(network, lambda model, x, y: x, loader)}
    for name, attack in run.progress(ATTACKS.items(), "attacks"):
        table[name] = attacks.robust_accuracy(network, attack, loader)
    for name, accuracy in table.items():
        print(f"{name:5s}  {accuracy:6.2f} %")
    chosen = torch.randperm(len(x), generator=torch.Generator().manual_seed(0))[:20]
    attacked = ATTACKS["PGD"](network, x[chosen], y[chosen])
    run.record(pictures=len(x), **{name.lower(): accuracy for name, accuracy in table.items()})
    run.figure(draw_pairs(network, x[chosen], attacked, y[chosen]), "pgd")
