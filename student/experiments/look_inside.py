"""Shows what a pretrained network answers to a picture, and fifteen of its feature maps: five early, five middle, five late.

Put the path of your picture into ``PICTURE``. With MobileNetV2's weights in ``$COURSE_DATA/models`` that network is used, with kitnet
otherwise; without a picture of yours, a photograph of ``$COURSE_DATA/imagenet/photos`` or a drawn picture, which is a stand-in.
``data/networks.py`` says how they are named. The figure is report/figures/look_inside_maps.svg.
"""

# %%
import matplotlib.pyplot as plt
from PIL import Image

from data.networks import photographs, trained_networks
from data.stl10 import load_stl10
from experiments.running import Experiment
from src.pretrained import feature_maps, load_image, preprocess, top_k

# %% Which network, and which picture
PICTURE = None
LAYERS = {"kitnet": ["layer1", "layer2", "layer4"], "MobileNetV2": ["features.2", "features.7", "features.17"]}


def choose_picture(network):
    """Return your picture, or else one that the network can know: a photograph, or a drawn one."""
    if PICTURE is not None:
        return load_image(PICTURE)
    if network.source == "photographs" and photographs():
        return load_image(photographs()[0])
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
    (network,) = trained_networks("mobilenet_v2")
    x = preprocess(choose_picture(network), network.mean, network.std, network.size)
    found = top_k(network.model, x, 3, network.classes)
    for label, probability in found:
        print(f"{label}: {probability:.3f}")
    run.record(network=network.title, **{f"place_{i}": f"{label}, {probability:.3f}" for i, (label, probability) in enumerate(found, 1)})
    run.figure(draw_maps(feature_maps(network.model, x, LAYERS[network.title]), f"Feature maps of {network.title}"), "maps")
