"""Fools a pretrained network for several targets, and asks another network: a figure and two numbers for the report.

With the weights of MobileNetV2 and SqueezeNet 1.1 and photographs in ``$COURSE_DATA`` these are used; else kitnet, which came with
the course, drawn pictures, which are a stand-in, and a second network that is trained here. ``data/networks.py`` says where they
have to be. With ``--quick`` there are fewer pictures, and the second network is trained less.
"""

# %%
from dataclasses import replace

import matplotlib.pyplot as plt
import numpy as np
import torch
from torch import nn

from data.networks import labelled_pictures, trained_networks
from experiments.running import Experiment
from src.fooling import make_fooling_image, transfers
from testkit.drawings import draw

MAX_STEPS = 200


# %% Two networks that learnt the same classes
def two_networks(quick):
    """Return the network to fool, another one, and the length of a step."""
    first, *others = trained_networks("mobilenet_v2", "squeezenet1_1", with_photos=True)
    if others:
        return first, others[0], 1.0
    count, steps = (300, 60) if quick else (2000, 600)
    return first, replace(first, title="a second network", model=learn(first, count, steps)), 0.25


def learn(like, count, steps):
    """Train a plain convolutional network with drawn pictures of the classes that kitnet knows, from random weights."""
    labels = np.arange(count) % len(like.classes)
    drawings = draw(like.classes, labels, like.size, np.random.default_rng(0))
    x, y = like.normalise(torch.from_numpy(drawings) / 255), torch.from_numpy(labels)
    torch.manual_seed(0)
    widths = (3, 16, 32, 64, 64)
    layers = [
        layer
        for before, after in zip(widths, widths[1:])
        for layer in (nn.Conv2d(before, after, 3, stride=2, padding=1, bias=False), nn.BatchNorm2d(after), nn.ReLU())
    ]
    network = nn.Sequential(*layers, nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(widths[-1], len(like.classes)))
    adam = torch.optim.Adam(network.parameters(), lr=3e-3)
    for _ in range(steps):
        rows = torch.randint(len(x), (64,))
        adam.zero_grad()
        nn.functional.cross_entropy(network(x[rows]), y[rows]).backward()
        adam.step()
    return network.eval()


# %% One picture, three targets
def count_steps(network, x, targets, rate):
    """Return the fooling images, and the number of steps of each."""
    steps = torch.zeros(len(x), dtype=torch.int64)
    for _ in range(MAX_STEPS):
        after = make_fooling_image(x, targets, network.model, rate, 1)
        moved = (after != x).flatten(1).any(1)
        if not moved.any():
            break
        x, steps = after, steps + moved
    return x, steps


def draw_targets(network, picture, targets, rate):
    """Draw original, change and result in a row for each target."""
    results, counts = count_steps(network, picture.repeat(len(targets), 1, 1, 1), targets, rate)
    (original,) = network.name(picture[None])
    figure, axes = plt.subplots(len(targets), 3, figsize=(7, 2.3 * len(targets)), squeeze=False)
    for row, target, result, steps, caption in zip(axes, targets.tolist(), results, counts, network.name(results), strict=True):
        change = (result - picture) * torch.tensor(network.std)[:, None, None]  # in units of the picture's values
        edge = float(change.abs().max())
        row[0].imshow(network.restore(picture).permute(1, 2, 0))
        row[0].set_title(original, fontsize=8)
        row[1].imshow((0.5 + change / (2 * edge or 1)).permute(1, 2, 0))
        row[1].set_title(f"change, at most {edge:.3f}; {steps} steps", fontsize=8)
        row[2].imshow(network.restore(result).permute(1, 2, 0))
        row[2].set_title(f"for {network.classes[target]}: {caption}", fontsize=8)
        for axis in row:
            axis.axis("off")
    figure.suptitle(f"{network.title}, {network.source}, steps of {rate}; grey: no change", fontsize=10)
    figure.tight_layout()
    return figure


# %% Everything
if __name__ == "__main__":
    run = Experiment("fool_transfer", __doc__)
    first, second, rate = two_networks(run.quick)
    x, y = labelled_pictures(first, 24 if run.quick else 50)
    with torch.no_grad():
        ranks, others = first.model(x).argsort(1, descending=True), second.model(x).argmax(1)
    right = (ranks[:, 0] == y) & (others == y)
    chosen, order = x[right], ranks[right]
    run.figure(draw_targets(first, chosen[0], order[0, [1, order.shape[1] // 2, -1]], rate), "targets")

    targets = order[:, 1]
    parts = zip(chosen.split(10), targets.split(10), strict=True)  # a few at a time: gradients of large pictures need memory
    at_once = torch.cat([make_fooling_image(some, wanted, first.model, rate, MAX_STEPS) for some, wanted in parts])
    further = chosen + 2 * (at_once - chosen)
    shares = [100 * float(transfers(batch, targets, second.model).double().mean()) for batch in (at_once, further)]
    print(f"{len(chosen)} images: {second.title} takes {shares[0]:.0f} % for the target, {shares[1]:.0f} % twice as far")
    run.record(network=first.title, other=second.title, source=first.source, images=len(chosen), rate=rate,
               at_once=shares[0], further=shares[1])
