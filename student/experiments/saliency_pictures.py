"""Draws saliency maps of a small network with your `saliency_maps`: a figure for the report.

The network and its pictures (8 x 8 handwritten digits of scikit-learn) need no download: replace them by a pretrained network and
pictures of your own, normalised as it expects. With ``--quick`` it trains less.
"""

# %%
import matplotlib.pyplot as plt
import torch
from sklearn.datasets import load_digits
from torch import nn

from experiments.running import Experiment
from src.saliency import saliency_maps

COUNT = 5


# %% Pictures and a network that reads them
def digit_pictures():
    """Return pictures of shape (N, 1, 8, 8) in [0, 1] and their digits."""
    bunch = load_digits()
    return torch.tensor(bunch.images / 16, dtype=torch.float32)[:, None], torch.tensor(bunch.target)


def small_network(x, y, steps):
    """Train a convolutional network with Adam on random batches."""
    torch.manual_seed(0)
    layers = [nn.Conv2d(1, 16, 3, padding=1), nn.ReLU(), nn.Conv2d(16, 16, 3, stride=2), nn.ReLU(), nn.Flatten(), nn.Linear(144, 10)]
    network = nn.Sequential(*layers)
    adam = torch.optim.Adam(network.parameters(), lr=3e-3)
    for _ in range(steps):
        batch = torch.randint(len(x), (64,))
        adam.zero_grad()
        nn.functional.cross_entropy(network(x[batch]), y[batch]).backward()
        adam.step()
    return network.eval()


# %% Pictures above, maps below
def draw_maps(network, x, y):
    """Draw each picture, with the class that the network sees and its probability, above its map."""
    maps = saliency_maps(x, y, network)
    with torch.no_grad():
        probability, seen = network(x).softmax(1).max(1)
    figure, panels = plt.subplots(2, len(x), figsize=(2 * len(x), 4.4), squeeze=False)
    captions = [f"{label}, {chance:.2f}" for label, chance in zip(seen.tolist(), probability.tolist(), strict=True)]
    for (above, below), caption, picture, slopes in zip(panels.T, captions, x, maps, strict=True):
        above.imshow(picture[0], cmap="gray", vmin=0, vmax=1)
        above.set_title(caption)
        below.imshow(slopes / slopes.max(), cmap="hot", vmin=0, vmax=1)
        above.axis("off")
        below.axis("off")
    figure.suptitle("Each map is divided by its own maximum")
    return figure


# %% Everything
if __name__ == "__main__":
    run = Experiment("saliency_pictures", __doc__)
    pictures, digits = digit_pictures()
    reader = small_network(pictures[:1400], digits[:1400], 60 if run.quick else 600)
    with torch.no_grad():
        right = reader(pictures[1400:]).argmax(1) == digits[1400:]
    run.figure(draw_maps(reader, pictures[1400:][right][:COUNT], digits[1400:][right][:COUNT]), "maps")
