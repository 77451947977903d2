"""Fools a small network for several targets, and asks another network: a figure and two numbers for the report.

The networks and their pictures (8 x 8 handwritten digits of scikit-learn) need no download: replace them by pretrained networks and
pictures of your own, normalised as they expect. With ``--quick`` it trains less.
"""

# %%
import matplotlib.pyplot as plt
import torch
from sklearn.datasets import load_digits
from torch import nn

from experiments.running import Experiment
from src.fooling import make_fooling_image, transfers

RATE, MAX_STEPS = 0.05, 200


# %% Two networks that learn the same digits
def learn(x, y, width, seed, steps):
    """Return a convolutional network of a given width, trained from its own starting weights."""
    torch.manual_seed(seed)
    network = nn.Sequential(
        nn.Conv2d(1, width, 3, padding=1), nn.ReLU(), nn.AvgPool2d(2), nn.Flatten(), nn.Linear(16 * width, 64), nn.ReLU(), nn.Linear(64, 10)
    )
    optimizer = torch.optim.Adam(network.parameters(), lr=2e-3)
    for _ in range(steps):
        rows = torch.randint(len(x), (100,))
        loss = nn.functional.cross_entropy(network(x[rows]), y[rows])
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return network.eval()


# %% One picture, three targets
def title(network, picture):
    """Return the class that the network sees, and its probability."""
    with torch.no_grad():
        chance, label = network(picture[None]).softmax(1).max(1)
    return f"{int(label)}, {float(chance):.2f}"


def draw_targets(network, picture, targets):
    """Draw original, change and result in a row for each target."""
    figure, axes = plt.subplots(len(targets), 3, figsize=(5, 1.9 * len(targets)), squeeze=False)
    results = make_fooling_image(picture.repeat(len(targets), 1, 1, 1), targets, network, RATE, MAX_STEPS)
    for row, target, result in zip(axes, targets, results, strict=True):
        change = result - picture
        edge = float(change.abs().max())
        steps = float(change.norm()) / RATE
        row[0].imshow(picture[0], cmap="gray", vmin=0, vmax=1)
        row[0].set_title(title(network, picture))
        row[1].imshow(change[0], cmap="gray", vmin=-edge or -1, vmax=edge or 1)
        row[1].set_title(f"up to {edge:.2f}, {steps:.0f} steps")
        row[2].imshow(result[0], cmap="gray", vmin=0, vmax=1)
        row[2].set_title(f"to {int(target)}: {title(network, result)}")
        for axis in row:
            axis.axis("off")
    figure.tight_layout()
    return figure


# %% Everything
if __name__ == "__main__":
    run = Experiment("fool_transfer", __doc__)
    bunch = load_digits()
    images, digits = torch.tensor(bunch.images / 16, dtype=torch.float32)[:, None], torch.tensor(bunch.target)
    first, second = (
        learn(images[:1400], digits[:1400], width, seed, 60 if run.quick else 800) for width, seed in ((8, 1), (12, 2))
    )
    with torch.no_grad():
        ranks = first(images[1400:]).argsort(1, descending=True)
    right = ranks[:, 0] == digits[1400:]
    chosen, order = images[1400:][right], ranks[right]
    run.figure(draw_targets(first, chosen[0], order[0, [1, 4, 9]]), "targets")

    targets = order[:, 1]
    at_once = make_fooling_image(chosen, targets, first, RATE, MAX_STEPS)
    further = chosen + 2 * (at_once - chosen)
    shares = [100 * float(transfers(batch, targets, second).double().mean()) for batch in (at_once, further)]
    print(f"{len(chosen)} images: the other network takes {shares[0]:.0f} % for the target, {shares[1]:.0f} % twice as far")
    run.record(images=len(chosen), at_once=shares[0], further=shares[1])
