"""Shows what a pretrained network answers to a picture, and fifteen of its feature maps: five early, five middle, five late.

Put the path of your picture into ``PICTURE``; without one, a drawn picture is used. With MobileNetV2's weights in
``$COURSE_DATA/models/mobilenet_v2*.pt`` (or .pth) that network is used, with kitnet otherwise. The figure is
report/figures/look_inside_maps.svg.
"""

# %%
import json
import os
from pathlib import Path

import matplotlib.pyplot as plt
import torch
from PIL import Image

from data import kitnet as small
from data.stl10 import load_stl10
from experiments.running import Experiment
from src.pretrained import feature_maps, load_image, preprocess, top_k

# %% Which network, and which picture
PICTURE = None
IMAGENET = ((0.485, 0.456, 0.406), (0.229, 0.224, 0.225))


def choose_network():
    """Return a network, its name, how to prepare its input, the names of its classes, and three of its layers."""
    folder = Path(os.environ.get("COURSE_DATA", "data"))
    weights = sorted((folder / "models").glob("mobilenet_v2*.pt*"))
    if not weights:
        model = small.kitnet(weights="default")
        return model, "kitnet", (small.MEAN, small.STD, small.SIZE), small.CLASSES, ["layer1", "layer2", "layer4"]
    from torchvision.models import mobilenet_v2

    model = mobilenet_v2()
    stored = torch.load(weights[0], map_location="cpu", weights_only=True)
    model.load_state_dict({name: value.float() if value.is_floating_point() else value for name, value in stored.items()})
    index = folder / "imagenet" / "imagenet_class_index.json"
    names = [json.loads(index.read_text())[str(i)][1] for i in range(1000)] if index.is_file() else None
    return model, "MobileNetV2", (*IMAGENET, 224), names, ["features.2", "features.7", "features.17"]


def choose_picture():
    """Return your picture, or a drawn one."""
    if PICTURE is not None:
        return load_image(PICTURE)
    pictures, _ = load_stl10("test")
    return Image.fromarray(pictures[0].transpose(1, 2, 0))


# %% Fifteen maps
def draw_maps(maps, title):
    """Draw the five maps of each layer that vary most."""
    figure, panels = plt.subplots(len(maps), 5, figsize=(8, 5))
    for row, (layer, channels) in zip(panels, maps.items(), strict=True):
        best = channels.flatten(1).std(dim=1).argsort(descending=True)[:5]
        for panel, index in zip(row, best.tolist(), strict=True):
            panel.imshow(channels[index], cmap="gray", vmin=0, vmax=1, interpolation="nearest")
            panel.set_title(f"{layer}, map {index}", fontsize=7)
            panel.axis("off")
    figure.suptitle(title, fontsize=10)
    figure.tight_layout()
    return figure


# %% Everything
if __name__ == "__main__":
    run = Experiment("look_inside", __doc__)
    model, name, (mean, std, size), names, layers = choose_network()
    x = preprocess(choose_picture(), mean, std, size)
    found = top_k(model, x, 3, names)
    for label, probability in found:
        print(f"{label}: {probability:.3f}")
    run.record(network=name, **{f"place_{i}": f"{label}, {probability:.3f}" for i, (label, probability) in enumerate(found, 1)})
    run.figure(draw_maps(feature_maps(model, x, layers), f"Feature maps of {name}"), "maps")
