"""Fools a network on four pictures, and shows what a mirror, a crop, a turn and grey do to them, for the report.

With MobileNetV2's weights in ``$COURSE_DATA/models/mobilenet_v2*.pt`` (or .pth) and photographs in ``$COURSE_DATA/imagenet``, the
peppers first, these are used; otherwise kitnet and drawn pictures, an example that needs no download. With ``--quick`` there are two
pictures. The figures are report/figures/fool_pictures_fooled.svg and fool_pictures_transformed.svg.
"""

# %%
import json
import os
from pathlib import Path

import matplotlib.pyplot as plt
import numpy as np
import torch
from PIL import Image
from torch.nn import functional as F
from torchvision.transforms import functional as transforms

from data import kitnet as small
from experiments.running import Experiment
from src import attacks
from testkit import drawings

# %% What to attack
IMAGENET = ((0.485, 0.456, 0.406), (0.229, 0.224, 0.225))
SHUTTLE = 812  # the class that the peppers are to become
EPSILON = 0.14  # in normalised units: eight levels of grey for a network of ImageNet
MOST_STEPS = 40


def normalised(picture, mean, std):
    """Return a picture with values in [0, 1] as the network expects it."""
    return (picture - torch.tensor(mean)[:, None, None]) / torch.tensor(std)[:, None, None]


def probabilities(model, picture):
    """Return the probabilities of one picture's classes."""
    with torch.no_grad():
        return model(picture.unsqueeze(0)).softmax(dim=1)[0]


def photographs(count):
    """Return MobileNetV2, its name, its classes, and photographs with their targets; None where they are not at hand.

    Photographs of which the network is not sure are passed over. All but the peppers get its tenth likeliest class as target.
    """
    folder = Path(os.environ.get("COURSE_DATA", "data"))
    weights = sorted((folder / "models").glob("mobilenet_v2*.pt*"))
    files = [*sorted(folder.glob("imagenet/peppers.*")), *sorted((folder / "imagenet" / "photos").glob("*.[jp]*"))]
    names = folder / "imagenet" / "imagenet_class_index.json"
    if not weights or len(files) < 4 * count or not names.is_file():
        return None
    from torchvision.models import mobilenet_v2

    model = mobilenet_v2()
    stored = torch.load(weights[0], map_location="cpu", weights_only=True)
    model.load_state_dict({name: value.float() if value.is_floating_point() else value for name, value in stored.items()})
    classes = [json.loads(names.read_text())[str(index)][1].replace("_", " ") for index in range(1000)]
    model.eval()
    pictures, targets = [], []
    for file in files:
        if len(pictures) == count:
            break
        image = transforms.center_crop(transforms.resize(Image.open(file).convert("RGB"), 256), 224)
        picture = normalised(transforms.to_tensor(image), *IMAGENET)
        found, order = probabilities(model, picture).sort(descending=True)
        if float(found[0]) > 0.9:
            targets.append(int(order[9]) if pictures else SHUTTLE)
            pictures.append(picture)
    return model, "MobileNetV2", classes, IMAGENET, torch.stack(pictures), torch.tensor(targets)


def drawn(count):
    """Return kitnet, its name, its classes, and drawn pictures that it names rightly, with the second likeliest class as target."""
    model = small.kitnet(weights="default").eval()
    labels = torch.arange(4 * count) % len(small.CLASSES)
    pictures = drawings.draw(small.CLASSES, labels.numpy(), small.SIZE, np.random.default_rng(5))
    x = normalised(torch.as_tensor(pictures).float() / 255, small.MEAN, small.STD)
    with torch.no_grad():
        two = model(x).topk(2).indices
    right = (two[:, 0] == labels).nonzero().flatten()[:count]
    return model, "kitnet", small.CLASSES, (small.MEAN, small.STD), x[right], two[right, 1]


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
def to_grey(picture, mean, std):
    """Return a normalised picture as grey, in three channels."""
    values = picture * torch.tensor(std)[:, None, None] + torch.tensor(mean)[:, None, None]
    return normalised(transforms.rgb_to_grayscale(values, 3), mean, std)


def crop(picture):
    """Cut out the middle, 90 % of each side and 81 % of the area, and enlarge it to the old size."""
    side = picture.shape[-1]
    part = transforms.center_crop(picture, round(0.9 * side))
    return F.interpolate(part[None], size=(side, side), mode="bilinear", align_corners=False)[0]


def manipulate(picture, mean, std):
    """Return the picture after each manipulation, by name."""
    turned = transforms.rotate(picture, 30, transforms.InterpolationMode.BILINEAR)
    return {"mirrored": picture.flip(-1), "cropped": crop(picture), "turned by 30°": turned, "grey": to_grey(picture, mean, std)}


# %% Figures
def visible(picture, mean, std):
    """Return a normalised picture as values in [0, 1], channels last."""
    values = picture * torch.tensor(std)[:, None, None] + torch.tensor(mean)[:, None, None]
    return values.clamp(0, 1).permute(1, 2, 0)


def caption(model, classes, picture):
    """Return the most likely class of one picture, and its probability, as text."""
    probability, label = probabilities(model, picture).max(0)
    return f"{classes[int(label)]}, {float(probability):.2f}"


def draw_fooled(model, classes, scale, originals, results):
    """Draw a row for each picture; noise of -EPSILON is black, of +EPSILON white."""
    figure, panels = plt.subplots(len(originals), 3, figsize=(7, 2.4 * len(originals)), squeeze=False)
    for row, original, result in zip(panels, originals, results, strict=True):
        noise = result - original
        row[0].imshow(visible(original, *scale))
        row[1].imshow((noise / (2 * EPSILON) + 0.5).clamp(0, 1).permute(1, 2, 0))
        row[2].imshow(visible(result, *scale))
        row[0].set_title(caption(model, classes, original), fontsize=9)
        row[1].set_title(f"noise, at most {float(noise.abs().max()):.3f}", fontsize=9)
        row[2].set_title(caption(model, classes, result), fontsize=9)
        for panel in row:
            panel.axis("off")
    figure.tight_layout()
    return figure


def draw_manipulated(model, classes, scale, originals, results, targets):
    """Draw every manipulation of the fooled pictures; below the class stand the probabilities of the true class and the target."""
    figure, panels = plt.subplots(len(results), 4, figsize=(9, 2.7 * len(results)), squeeze=False)
    for row, original, result, target in zip(panels, originals, results, targets.tolist(), strict=True):
        true = int(probabilities(model, original).argmax())
        for panel, (name, picture) in zip(row, manipulate(result, *scale).items(), strict=True):
            found = probabilities(model, picture)
            panel.imshow(visible(picture, *scale))
            words = f"{name}: {caption(model, classes, picture)}\ntrue {float(found[true]):.2f}, target {float(found[target]):.2f}"
            panel.set_title(words, fontsize=7)
            panel.axis("off")
    figure.tight_layout()
    return figure


# %% Everything
if __name__ == "__main__":
    run = Experiment("fool_pictures", __doc__)
    count = 2 if run.quick else 4
    model, name, classes, scale, x, targets = photographs(count) or drawn(count)
    found = [fool(model, picture, target) for picture, target in zip(x, targets.tolist(), strict=True)]
    results = torch.stack([result for result, _, _ in found])
    for picture, (result, step_size, steps) in zip(x, found, strict=True):
        before, after = caption(model, classes, picture), caption(model, classes, result)
        print(f"{before} -> {after}; step size {step_size:.3g}, at most {steps} steps")
    survive = {}
    for manipulation in manipulate(x[0], *scale):
        pairs = [(manipulate(result, *scale)[manipulation], target) for result, target in zip(results, targets, strict=True)]
        survive[manipulation.split()[0]] = sum(int(probabilities(model, picture).argmax()) == int(target) for picture, target in pairs)
        clean = [manipulate(picture, *scale)[manipulation] for picture in x]
        survive[f"{manipulation.split()[0]}_clean"] = sum(
            int(probabilities(model, picture).argmax()) == int(probabilities(model, before).argmax())
            for picture, before in zip(clean, x, strict=True)
        )
    run.record(
        network=name, count=count, epsilon=EPSILON, smallest_step=min(step for _, step, _ in found),
        largest_step=max(step for _, step, _ in found), most_steps=max(steps for _, _, steps in found), **survive,
    )  # fmt: skip
    run.figure(draw_fooled(model, classes, scale, x, results), "fooled")
    run.figure(draw_manipulated(model, classes, scale, x, results, targets), "transformed")
