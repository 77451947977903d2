"""Fools a network on four pictures, and shows what a mirror, a crop, a turn and grey do to them, for the report.

With MobileNetV2's weights in ``$COURSE_DATA/models/mobilenet_v2*.pt`` (or .pth) and photographs in ``$COURSE_DATA/imagenet``, the
peppers first, these are used; otherwise kitnet and drawn pictures, an example that needs no download. With ``--quick`` there are two
pictures. The figures are report/figures/fool_pictures_fooled.svg and fool_pictures_transformed.svg.
"""

# %%
import os
from pathlib import Path

import matplotlib.pyplot as plt
import numpy as np
import torch
from PIL import Image
from torch.nn import functional as F
from torchvision.transforms import functional as transforms

from data import networks
from experiments.running import Experiment
from src import attacks
from testkit import drawings

# %% What to attack
SHUTTLE = 812  # the class that the peppers are to become
EPSILON = 0.14  # in normalised units: eight levels of grey for a network of ImageNet
MOST_STEPS = 40


def probabilities(network, picture):
    """Return the probabilities of one picture's classes."""
    with torch.no_grad():
        return network.model(picture.unsqueeze(0)).softmax(dim=1)[0]


def photographs(network, count):
    """Return photographs and their targets. Those of which the network is not sure are passed over.

    All but the peppers get the network's tenth likeliest class as target.
    """
    folder = Path(os.environ.get("COURSE_DATA", "data")) / "imagenet"
    pictures, targets = [], []
    for file in [*sorted(folder.glob("peppers.*")), *networks.photographs()]:
        if len(pictures) == count:
            break
        image = transforms.center_crop(transforms.resize(Image.open(file).convert("RGB"), 256), 224)
        picture = network.normalise(transforms.to_tensor(image))
        found, order = probabilities(network, picture).sort(descending=True)
        if float(found[0]) > 0.9:
            targets.append(int(order[9]) if pictures else SHUTTLE)
            pictures.append(picture)
    return torch.stack(pictures), torch.tensor(targets)


def drawn(network, count):
    """Return drawn pictures that the network names rightly, with the second likeliest class as target."""
    labels = torch.arange(4 * count) % len(network.classes)
    pictures = drawings.draw(network.classes, labels.numpy(), network.size, np.random.default_rng(5))
    x = network.normalise(torch.as_tensor(pictures).float() / 255)
    with torch.no_grad():
        two = network.model(x).topk(2).indices
    right = (two[:, 0] == labels).nonzero().flatten()[:count]
    return x[right], two[right, 1]


# %% How it is attacked
def fool(model, picture, target):
    """Return a fooled picture, the step size, and a number of steps that is enough (at most twice as many as needed).

    The first step moves the pixel that moves most by EPSILON / 30: the probability of the target is tiny at first, and so
    is its gradient, so no step size fits every picture.
    """
    x = picture.unsqueeze(0).clone().requires_grad_()
    (gradient,) = torch.autograd.grad(model(x).softmax(1)[0, target], x)
    step_size = EPSILON / 30 / float(gradient.abs().max())
    steps, result = 0, picture.unsqueeze(0)
    while steps < MOST_STEPS and model(result).argmax(1).item() != target:
        steps = max(10, 2 * steps)
        result = attacks.fool(model, picture.unsqueeze(0), target, epsilon=EPSILON, step_size=step_size, max_steps=steps)
    return result[0], step_size, steps


# %% What is done to the pictures afterwards
def to_grey(network, picture):
    """Return a normalised picture as grey, in three channels."""
    return network.normalise(transforms.rgb_to_grayscale(network.restore(picture), 3))


def crop(picture):
    """Cut out the middle, 90 % of each side and 81 % of the area, and enlarge it to the old size."""
    side = picture.shape[-1]
    part = transforms.center_crop(picture, round(0.9 * side))
    return F.interpolate(part[None], size=(side, side), mode="bilinear", align_corners=False)[0]


def manipulate(network, picture):
    """Return a normalised picture after each manipulation, by name."""
    turned = transforms.rotate(picture, 30, transforms.InterpolationMode.BILINEAR)
    return {"mirrored": picture.flip(-1), "cropped": crop(picture), "turned by 30°": turned, "grey": to_grey(network, picture)}


# %% Figures
def visible(network, picture):
    """Return a normalised picture as values in [0, 1], channels last."""
    return network.restore(picture).permute(1, 2, 0)


def caption(network, picture):
    """Return the most likely class of one picture, and its probability, as text."""
    (name,) = network.name(picture.unsqueeze(0))
    return name


def draw_fooled(network, originals, found):
    """Draw a row for each picture; noise of -EPSILON is black, of +EPSILON white. ``found`` is what ``fool`` returned for each."""
    figure, panels = plt.subplots(len(originals), 3, figsize=(7, 2.4 * len(originals)), squeeze=False)
    for row, original, (result, step_size, steps) in zip(panels, originals, found, strict=True):
        noise = result - original
        row[0].imshow(visible(network, original))
        row[1].imshow((noise / (2 * EPSILON) + 0.5).clamp(0, 1).permute(1, 2, 0))
        row[2].imshow(visible(network, result))
        row[0].set_title(caption(network, original), fontsize=9)
        largest = float(noise.abs().max())
        row[1].set_title(f"noise, at most {largest:.3f}\nstep size {step_size:.2g}, {steps} steps", fontsize=8)
        row[2].set_title(caption(network, result), fontsize=9)
        for panel in row:
            panel.axis("off")
    figure.tight_layout()
    return figure


def draw_manipulated(network, originals, results, targets):
    """Draw every manipulation of the fooled pictures; below the class stand the probabilities of the true class and the target."""
    figure, panels = plt.subplots(len(results), 4, figsize=(9, 2.7 * len(results)), squeeze=False)
    for row, original, result, target in zip(panels, originals, results, targets.tolist(), strict=True):
        true = int(probabilities(network, original).argmax())
        for panel, (name, picture) in zip(row, manipulate(network, result).items(), strict=True):
            found = probabilities(network, picture)
            panel.imshow(visible(network, picture))
            words = f"{name}: {caption(network, picture)}\ntrue {float(found[true]):.2f}, target {float(found[target]):.2f}"
            panel.set_title(words, fontsize=7)
            panel.axis("off")
    figure.tight_layout()
    return figure


# %% Everything
if __name__ == "__main__":
    run = Experiment("fool_pictures", __doc__)
    count = 2 if run.quick else 4
    (network,) = networks.trained_networks("mobilenet_v2", with_photos=True)
    x, targets = (drawn if network.source == networks.DRAWN else photographs)(network, count)
    found = [fool(network.model, picture, target) for picture, target in zip(x, targets.tolist(), strict=True)]
    results = torch.stack([result for result, _, _ in found])
    for picture, (result, step_size, steps) in zip(x, found, strict=True):
        before, after = caption(network, picture), caption(network, result)
        print(f"{before} -> {after}; step size {step_size:.3g}, at most {steps} steps")
    classes = [int(probabilities(network, picture).argmax()) for picture in x]
    survive = {}
    for name, pictures, wanted in (("", results, targets.tolist()), ("_clean", x, classes)):
        for picture, label in zip(pictures, wanted, strict=True):
            for manipulation, altered in manipulate(network, picture).items():
                key = manipulation.split()[0] + name
                survive[key] = survive.get(key, 0) + (int(probabilities(network, altered).argmax()) == label)
    run.record(
        network=network.title, count=count, epsilon=EPSILON, smallest_step=min(step for _, step, _ in found),
        largest_step=max(step for _, step, _ in found), most_steps=max(steps for _, _, steps in found), **survive,
    )  # fmt: skip
    run.figure(draw_fooled(network, x, found), "fooled")
    run.figure(draw_manipulated(network, x, results, targets), "transformed")
