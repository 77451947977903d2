"""Classifies Pets by a linear classifier on the features of a pretrained network.

With MobileNetV2's weights in ``$COURSE_DATA/models`` that network is used, with kitnet otherwise. The figure, the accuracy of each
breed, is report/figures/classify_pets_breeds.svg. ``--quick`` uses 300 pictures of each set.
"""

# %%
import os
from pathlib import Path

import matplotlib.pyplot as plt
import torch
from torch.utils.data import DataLoader, Subset
from torchvision import transforms

from data import kitnet as small
from data.pets import CLASSES, Pets
from experiments.running import Experiment
from src.transfer import extract_features, mean_per_class_accuracy, train_linear_classifier, unit_length


# %% Network and pictures
def choose_extractor():
    """Return a pretrained network, its name, and the transform for its input."""
    files = sorted((Path(os.environ.get("COURSE_DATA", "data")) / "models").glob("mobilenet_v2*.pt*"))
    if files:
        from torchvision.models import mobilenet_v2

        network, title, size = mobilenet_v2(), "MobileNetV2", 224
        weights = torch.load(files[0], map_location="cpu", weights_only=True)
        network.load_state_dict({key: value.float() if value.is_floating_point() else value for key, value in weights.items()})
        normalise = transforms.Normalize((0.485, 0.456, 0.406), (0.229, 0.224, 0.225))
    else:
        network, title, size = small.kitnet(weights="default"), "kitnet", small.SIZE
        normalise = transforms.Normalize(small.MEAN, small.STD)
    steps = [transforms.Resize(round(size * 256 / 224)), transforms.CenterCrop(size), transforms.ToTensor(), normalise]
    return network, title, transforms.Compose(steps)


def features_of(network, partition, transform, quick):
    """Return features of unit length, labels, and whether they are of drawings."""
    pets = Pets(partition, transform)
    chosen = Subset(pets, range(0, len(pets), max(1, len(pets) // 300))) if quick else pets
    features, labels = extract_features(network, DataLoader(chosen, batch_size=64))
    return unit_length(features), labels, pets.stand_in


def draw_breeds(labels, predictions, title):
    """Draw the accuracy of each breed."""
    figure, panel = plt.subplots(figsize=(7, 6))
    percent = [100 * float((predictions[labels == i] == i).double().mean()) if (labels == i).any() else 0 for i in range(len(CLASSES))]
    panel.barh(range(len(CLASSES)), percent)
    panel.set_yticks(range(len(CLASSES)), CLASSES, fontsize=6)
    panel.invert_yaxis()
    panel.set_xlabel("right, in percent")
    panel.set_title(title, fontsize=10)
    figure.tight_layout()
    return figure


# %% Everything
if __name__ == "__main__":
    run = Experiment("classify_pets", __doc__)
    torch.manual_seed(0)
    extractor, name, prepare = choose_extractor()
    train_x, train_y, drawn = features_of(extractor, "train", prepare, run.quick)
    test_x, test_y, _ = features_of(extractor, "test", prepare, run.quick)
    classify = train_linear_classifier(train_x, train_y, len(CLASSES))
    answers = torch.as_tensor(classify(test_x))
    accuracy = mean_per_class_accuracy(test_y, answers, len(CLASSES))
    print(f"{name}, {train_x.shape[1]} features: mean-per-class accuracy {accuracy:.1f} %")
    run.record(network=name, features=train_x.shape[1], accuracy=accuracy)
    source = "stand-in for Pets" if drawn else "Pets"
    run.figure(draw_breeds(test_y, answers, f"Accuracy of each breed ({source}, {name})"), "breeds")
