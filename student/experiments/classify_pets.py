"""Classifies Pets by a linear classifier on the features of a pretrained network.

With MobileNetV2's weights in ``$COURSE_DATA/models`` that network is used, with kitnet otherwise. The figure, the accuracy of each
breed, is report/figures/classify_pets_breeds.svg. ``--quick`` uses 300 pictures of each set.
"""

# %%
import matplotlib.pyplot as plt
import torch
from torch.utils.data import DataLoader, Subset
from torchvision import transforms

from data.networks import trained_networks
from data.pets import CLASSES, Pets
from experiments.running import Experiment
from src.transfer import extract_features, mean_per_class_accuracy, train_linear_classifier, unit_length


# %% Pictures
def make_transform(network):
    """Return the steps from a picture of Pillow to the network's input."""
    steps = [transforms.Resize(round(network.size * 256 / 224)), transforms.CenterCrop(network.size), transforms.ToTensor()]
    return transforms.Compose([*steps, transforms.Normalize(network.mean, network.std)])


def features_of(network, partition, quick):
    """Return features of unit length, labels, and whether they are of drawings."""
    pets = Pets(partition, make_transform(network))
    chosen = Subset(pets, range(0, len(pets), max(1, len(pets) // 300))) if quick else pets
    features, labels = extract_features(network.model, DataLoader(chosen, batch_size=64))
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
    (network,) = trained_networks("mobilenet_v2")
    train_x, train_y, drawn = features_of(network, "train", run.quick)
    test_x, test_y, _ = features_of(network, "test", run.quick)
    classify = train_linear_classifier(train_x, train_y, len(CLASSES))
    answers = torch.as_tensor(classify(test_x))
    accuracy = mean_per_class_accuracy(test_y, answers, len(CLASSES))
    print(f"{network.title}, {train_x.shape[1]} features: mean-per-class accuracy {accuracy:.1f} %")
    run.record(network=network.title, features=train_x.shape[1], accuracy=accuracy)
    source = "stand-in for Pets" if drawn else "Pets"
    run.figure(draw_breeds(test_y, answers, f"Accuracy of each breed ({source}, {network.title})"), "breeds")
