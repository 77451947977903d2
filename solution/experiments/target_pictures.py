"""Turns horses into cars, for the report: ``targeted_attack`` against a network of ten classes.

With ``--quick`` it tries fewer horses. The network (kitnet) and its pictures (drawn ones, in [-1, 1]) are only an example that needs
no download: replace them by the first network that you trained on CIFAR-10 and its test pictures. The figure is
report/figures/target_pictures_pictures.svg.
"""

# %%
import matplotlib.pyplot as plt
import numpy as np
import torch
from torch import nn

from data.kitnet import CLASSES, MEAN, SIZE, STD, kitnet
from experiments.running import Experiment
from src import attacks
from testkit import drawings

# %% What to do
HORSE, CAR = CLASSES.index("horse"), CLASSES.index("car")
EPSILON, STEP_SIZE, STEPS = 0.1, 0.01, 20


# %% A network to attack, and its horses
class Scaled(nn.Module):
    """A network of normalised pictures as one of pictures in [-1, 1], so that epsilon is measured there."""

    def __init__(self, network):
        super().__init__()
        self.network = network
        self.register_buffer("mean", torch.tensor(MEAN)[:, None, None])
        self.register_buffer("std", torch.tensor(STD)[:, None, None])

    def forward(self, pictures):
        """Return the logits."""
        return self.network(((pictures + 1) / 2 - self.mean) / self.std)


def horses(count):
    """Return drawn horses in [-1, 1]."""
    pictures = drawings.draw(CLASSES, np.full(count, HORSE), SIZE, np.random.default_rng(11))
    return torch.as_tensor(pictures).float() / 127.5 - 1


# %% Each horse, what is added, and the car
def caption(model, picture):
    """Return the most likely class of one picture, and its probability, as text."""
    with torch.no_grad():
        probability, label = model(picture.unsqueeze(0)).softmax(dim=1).max(dim=1)
    return f"{CLASSES[int(label)]}, {float(probability):.2f}"


def draw_rows(model, originals, results):
    """Draw two pictures a row, three panels each; noise of -EPSILON is black, of +EPSILON white, of 0 grey."""
    rows = (len(originals) + 1) // 2
    figure, panels = plt.subplots(rows, 6, figsize=(9, 1.75 * rows), squeeze=False)
    for index, (original, result) in enumerate(zip(originals, results, strict=True)):
        noise = result - original
        three = panels[index // 2, 3 * (index % 2) : 3 * (index % 2) + 3]
        for panel, picture in zip(three, ((original + 1) / 2, noise / (2 * EPSILON) + 0.5, (result + 1) / 2), strict=True):
            panel.imshow(picture.clamp(0, 1).permute(1, 2, 0))
        three[0].set_title(caption(model, original), fontsize=9)
        three[1].set_title(f"noise, at most {float(noise.abs().max()):.2f}", fontsize=9)
        three[2].set_title(caption(model, result), fontsize=9)
    for panel in panels.flat:
        panel.axis("off")
    figure.tight_layout()
    return figure


# %% Everything
if __name__ == "__main__":
    run = Experiment("target_pictures", __doc__)
    network = Scaled(kitnet(weights="default")).eval()
    x = horses(20 if run.quick else 60)
    with torch.no_grad():
        tried = x[network(x).argmax(dim=1) == HORSE]
    results = attacks.targeted_attack(network, tried, CAR, EPSILON, STEP_SIZE, STEPS)
    with torch.no_grad():
        reached = network(results).argmax(dim=1) == CAR
    print(f"{int(reached.sum())} of {len(tried)} horses became cars")
    run.record(tried=len(tried), reached=int(reached.sum()), epsilon=EPSILON, step_size=STEP_SIZE, steps=STEPS)
    shown = torch.argsort(reached.to(torch.int8), descending=True, stable=True)[:8]
    run.figure(draw_rows(network, tried[shown], results[shown]), "pictures")
