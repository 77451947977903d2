"""Finds objects in pictures larger than those of the training, with your functions: a figure and numbers for the report.

Four pictures of different classes make one of twice the side, so the box of each is known. With MobileNetV2's weights and photographs in
``$COURSE_DATA`` these are used; else kitnet, which came with the course, and drawn pictures, which are a stand-in.
``data/networks.py`` says where they have to be. With ``--quick`` there are fewer pictures.
"""

# %%
import matplotlib.pyplot as plt
import torch
from matplotlib.patches import Rectangle

from data.networks import labelled_pictures, trained_networks
from experiments.running import Experiment
from src.localization import bounding_box, class_activation_map, enlarge, overlay, pointing_game


# %% Four pictures in one
def fours(network, count):
    """Put pictures that the network names rightly together by fours.

    Returns:
        Pictures (N, 3, 2 size, 2 size); the four classes of each, (N, 4); the boxes of the four places, (4, 4).
    """
    x, y = labelled_pictures(network, count)
    with torch.no_grad():
        right = network.model(x).argmax(1) == y
    x, y = x[right], y[right]
    # By class, then one of each quarter, so that the four are of different classes; each class comes to all four places.
    quarters = y.argsort(stable=True)[: len(y) // 4 * 4].reshape(4, -1)
    columns = torch.arange(quarters.shape[1])
    places = quarters[(torch.arange(4)[:, None] + columns) % 4, columns]
    upper, lower = (torch.cat([x[places[left]], x[places[left + 1]]], 3) for left in (0, 2))
    size = network.size
    boxes = torch.tensor([[left, top, left + size, top + size] for top in (0, size) for left in (0, size)])
    return torch.cat([upper, lower], 2), y[places].T, boxes


# %% Pictures above, maps of the predicted class below
def draw_maps(network, x, kinds, boxes):
    """Draw each picture above its map with the box that was found; the box of the predicted class's picture is white."""
    with torch.no_grad():
        seen = network.model(x).argmax(1)
    small = class_activation_map(network.model, x)
    found = bounding_box(enlarge(small, *x.shape[2:]))
    pictures = network.restore(x)
    figure, panels = plt.subplots(2, len(x), figsize=(2 * len(x), 4.6), squeeze=False)
    for (above, below), picture, heat, box, own, label in zip(panels.T, pictures, small, found, kinds, seen, strict=True):
        above.imshow(picture.permute(1, 2, 0))
        below.imshow(overlay(picture, heat).permute(1, 2, 0))
        below.set_title(f"seen: {network.classes[label]}", fontsize=8)
        for known in boxes[own == label]:
            add_box(above, known, "white")
        add_box(below, box, "yellow")
        above.axis("off")
        below.axis("off")
    figure.suptitle(f"{network.title}, {network.source}, four in each; maps of {small.shape[1]} x {small.shape[2]}")
    figure.tight_layout()
    return figure


def add_box(panel, box, colour):
    """Draw a box: left, top, right, bottom."""
    left, top, right, bottom = box.tolist()
    panel.add_patch(Rectangle((left - 0.5, top - 0.5), right - left, bottom - top, fill=False, color=colour, linewidth=2))


# %% Everything
if __name__ == "__main__":
    run = Experiment("localize_pictures", __doc__)
    (network,) = trained_networks("mobilenet_v2", with_photos=True)
    x, kinds, boxes = fours(network, 24 if run.quick else 400)
    side = x.shape[2]
    asked = [pointing_game(enlarge(class_activation_map(network.model, x, kinds[:, place]), side, side), boxes[[place] * len(x)])
             for place in range(4)]
    percent = sum(asked) / len(asked)
    print(f"the largest value lies on the picture of its class in {percent:.0f} % of {4 * len(x)} maps; by chance it would in 25 %")
    with torch.no_grad():
        seen = network.model(x).argmax(1, keepdim=True)
    named = 100 * float((seen == kinds).any(1).double().mean())
    run.record(network=network.title, source=network.source, pointing=percent, maps=4 * len(x), pictures=len(x), size=network.size,
               side=side, map_side=class_activation_map(network.model, x[:1]).shape[1], named=named)
    shown = torch.arange(8) * (len(x) - 1) // 7 if len(x) > 8 else torch.arange(len(x))
    run.figure(draw_maps(network, x[shown], kinds[shown], boxes), "maps")
