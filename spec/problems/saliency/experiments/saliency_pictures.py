"""Draws saliency maps of a pretrained network with your `saliency_maps`: a figure for the report.

With MobileNetV2's weights and photographs in ``$COURSE_DATA`` these are used; else kitnet, which came with the course, and drawn
pictures, which are a stand-in. ``data/networks.py`` says where they have to be. With ``--quick`` there are three pictures, else eight.
"""

# %%
import matplotlib.pyplot as plt
import torch

from data.networks import labelled_pictures, trained_networks
from experiments.running import Experiment
from src.saliency import saliency_maps


# %% Pictures of which the network knows the class
def named_rightly(network, count):
    """Return pictures of different classes that the network names rightly, and their classes."""
    x, y = labelled_pictures(network, 5 * count)
    with torch.no_grad():
        right = (network.model(x).argmax(1) == y).nonzero().flatten().tolist()
    first = {int(y[place]): place for place in reversed(right)}  # of each class the first
    chosen = sorted(first.values())[:count]
    return x[chosen], y[chosen]


# %% Pictures above, maps below
def draw_maps(network, x, y):
    """Draw each picture, with the class that the network sees and its probability, above its map."""
    maps = saliency_maps(x, y, network.model)
    figure, panels = plt.subplots(2, len(x), figsize=(2 * len(x), 4.6), squeeze=False)
    for (above, below), caption, picture, slopes in zip(panels.T, network.name(x), network.restore(x), maps, strict=True):
        above.imshow(picture.permute(1, 2, 0))
        above.set_title(caption, fontsize=9)
        below.imshow(slopes / slopes.max(), cmap="hot", vmin=0, vmax=1)
        above.axis("off")
        below.axis("off")
    figure.suptitle(f"{network.title}, {network.source}; each map is divided by its own maximum")
    figure.tight_layout()
    return figure


# %% Everything
if __name__ == "__main__":
    run = Experiment("saliency_pictures", __doc__)
    (network,) = trained_networks("mobilenet_v2", with_photos=True)
    x, y = named_rightly(network, 3 if run.quick else 8)
    run.figure(draw_maps(network, x, y), "maps")
    run.record(network=network.title, source=network.source, pictures=len(x))
