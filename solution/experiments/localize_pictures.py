"""Finds figures in pictures larger than those of the training, with your functions: a figure and a number for the report.

The network is trained here with drawn figures of 32 x 32 pixels on noise and needs no download: replace it by a pretrained network and
photos of your own. With ``--quick`` it trains less.
"""

# %%
import matplotlib.pyplot as plt
import torch
from matplotlib.patches import Rectangle
from torch import nn

from experiments.running import Experiment
from src.localization import bounding_box, class_activation_map, enlarge, overlay, pointing_game

SMALL, LARGE, FIGURE = 32, 64, 20
NAMES = ("disc", "frame", "cross", "stripes")


# %% Figures at known places
def stamp(kind):
    """Return a figure of FIGURE x FIGURE pixels: 1 where it is drawn."""
    steps = torch.linspace(-1, 1, FIGURE)
    down, right = torch.meshgrid(steps, steps, indexing="ij")
    larger = torch.maximum(down.abs(), right.abs())
    return (down**2 + right**2 < 0.8, larger > 0.65, torch.minimum(down.abs(), right.abs()) < 0.25, (right * 6).floor() % 2 == 0)[kind]


def scenes(count, side, seed):
    """Return pictures (N, 3, side, side) in [0, 1] with one coloured figure each, the kinds, and the boxes."""
    generator = torch.Generator().manual_seed(seed)
    pictures = torch.rand(count, 3, side, side, generator=generator) * 0.15
    kinds = torch.randint(len(NAMES), (count,), generator=generator)
    corners = torch.randint(side - FIGURE + 1, (count, 2), generator=generator)
    for picture, kind, (left, top) in zip(pictures, kinds.tolist(), corners.tolist(), strict=True):
        colour = torch.rand(3, 1, generator=generator) * 0.4 + 0.6
        picture.narrow(1, top, FIGURE).narrow(2, left, FIGURE)[:, stamp(kind)] = colour
    return pictures, kinds, torch.cat([corners, corners + FIGURE], 1)


# %% A classifier that averages its last feature map
def classifier(steps):
    """Train a network with small scenes."""
    torch.manual_seed(0)
    network = nn.Sequential(
        nn.Conv2d(3, 16, 5, padding=2), nn.ReLU(), nn.MaxPool2d(2),
        nn.Conv2d(16, 32, 5, padding=2), nn.ReLU(), nn.MaxPool2d(2),
        nn.Conv2d(32, 32, 3, padding=1), nn.ReLU(),
        nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(32, len(NAMES)),
    )  # fmt: skip
    adam = torch.optim.Adam(network.parameters(), lr=2e-3)
    for step in range(steps):
        x, y, _ = scenes(32, SMALL, 100 + step)
        loss = nn.functional.cross_entropy(network(x), y)
        adam.zero_grad()
        loss.backward()
        adam.step()
    return network.eval()


# %% Everything
if __name__ == "__main__":
    run = Experiment("localize_pictures", __doc__)
    network = classifier(20 if run.quick else 500)
    x, y, boxes = scenes(20 if run.quick else 200, LARGE, 1)
    heat = enlarge(class_activation_map(network, x, y), LARGE, LARGE)
    percent = pointing_game(heat, boxes)
    print(f"the largest value lies on the figure in {percent:.0f} % of {len(x)} pictures")
    run.record(pointing=percent, pictures=len(x), side=LARGE)

    with torch.no_grad():
        seen = network(x[:8]).argmax(1)
    small = class_activation_map(network, x[:8])
    found = bounding_box(enlarge(small, LARGE, LARGE))
    figure, panels = plt.subplots(2, 8, figsize=(16, 4.4))
    for index in range(8):
        panels[0, index].imshow(x[index].permute(1, 2, 0))
        panels[0, index].set_title(NAMES[y[index]])
        panels[1, index].imshow(overlay(x[index], small[index]).permute(1, 2, 0))
        panels[1, index].set_title(f"seen: {NAMES[seen[index]]}")
        for row, box, colour in ((0, boxes[index], "white"), (1, found[index], "yellow")):
            left, top, right, bottom = box.tolist()
            panels[row, index].add_patch(Rectangle((left - 0.5, top - 0.5), right - left, bottom - top, fill=False, color=colour))
            panels[row, index].axis("off")
    run.figure(figure, "maps")
