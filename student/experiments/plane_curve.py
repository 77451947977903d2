"""Draws the ROC curve of "plane or not" for a small network, before and after it is trained further in two ways.

The figure is report/figures/plane_curve_curves.svg, the three areas go to report/metrics.json. With ``--quick`` the network is
trained on few pictures. Put your own network in the place of ``make_network``.
"""

# %%
import copy

import matplotlib.pyplot as plt
import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset

from data.cifar10 import cifar10_folder, load_cifar10
from experiments.running import Experiment
from src.binary import plane_loss, plane_scores, roc_auc, roc_curve

# %% The data
SOURCE = "CIFAR-10" if cifar10_folder() else "stand-in for CIFAR-10"


def pictures(partition, count=None):
    """Return pictures in [-1, 1], float32 of shape (N, 3, 32, 32), and their classes."""
    x, y = load_cifar10(partition)
    return torch.tensor(x[:count]).float() / 127.5 - 1, torch.tensor(y[:count])


# %% A network for ten classes, and how it is trained
def make_network():
    """Return a small convolutional network, which begins with the same weights every time."""
    torch.manual_seed(0)
    return nn.Sequential(
        nn.Conv2d(3, 16, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2), nn.Conv2d(16, 32, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2),
        nn.Flatten(), nn.Linear(2048, 10),
    )  # fmt: skip


def all_scores(model, x):
    """Return the plane's probability for all pictures, computed batch by batch."""
    model.eval()
    with torch.no_grad():
        return torch.cat([plane_scores(model(part)) for part in x.split(500)])


def area(model, x, y):
    """Return the AUC of the plane on these pictures."""
    return float(roc_auc((y == 0).long(), all_scores(model, x)))


def train(model, loss, train_set, valid_set, epochs, learning_rate):
    """Train a copy of the model; return it as it was after the epoch with the best validation AUC, and that AUC."""
    model = copy.deepcopy(model)
    best, kept = area(model, *valid_set), copy.deepcopy(model.state_dict())
    optimizer = torch.optim.SGD(model.parameters(), learning_rate, momentum=0.9)
    for _ in range(epochs):
        model.train()
        for inputs, labels in DataLoader(TensorDataset(*train_set), batch_size=64, shuffle=True):
            optimizer.zero_grad()
            loss(model(inputs), labels).backward()
            optimizer.step()
        reached = area(model, *valid_set)
        if reached > best:
            best, kept = reached, copy.deepcopy(model.state_dict())
    model.load_state_dict(kept)
    return model, best


# %% The curves
def draw(models, x, y):
    """Draw a curve for each model: as a whole, and its left upper corner."""
    figure, (whole, corner) = plt.subplots(1, 2, figsize=(8.5, 4))
    labels = (y == 0).long()
    for (name, model), style in zip(models.items(), ("-", "--", ":"), strict=True):
        scores = all_scores(model, x)
        fpr, tpr, _ = roc_curve(labels, scores)
        for panel in (whole, corner):
            panel.plot(fpr, tpr, style, label=f"{name}: {roc_auc(labels, scores):.3f}")
    for panel in (whole, corner):
        panel.set(xlabel="false positive rate", ylabel="true positive rate")
        panel.grid(alpha=0.2)
    whole.plot([0, 1], [0, 1], color="0.7", linewidth=0.8)
    whole.set(title=f"plane or not ({SOURCE})")
    whole.legend(loc="lower right", title="area under the curve", fontsize=8)
    corner.set(title="its upper left corner", xlim=(0, 0.3), ylim=(0.7, 1.0))
    figure.tight_layout()
    return figure


# %% Everything
if __name__ == "__main__":
    run = Experiment("plane_curve", __doc__)
    x, y = pictures("train", 1500 if run.quick else None)
    test_x, test_y = pictures("test", 500 if run.quick else None)
    n_valid = len(x) // 10  # chosen with these, tested with others
    valid, rest = (x[:n_valid], y[:n_valid]), (x[n_valid:], y[n_valid:])
    epochs = 2 if run.quick else 4
    plans = {"trained as long again": nn.functional.cross_entropy, "trained again with plane_loss": plane_loss}
    before, _ = train(make_network(), nn.functional.cross_entropy, rest, valid, epochs, 0.01)
    models = {"ten classes": before}
    for name, loss in run.progress(plans.items(), "trainings"):
        models[name], best = train(before, loss, rest, valid, epochs, 0.01)
        print(f"{name}: AUC {best:.3f} on the validation pictures")
    areas = [area(model, test_x, test_y) for model in models.values()]
    for name, one in zip(models, areas, strict=True):
        print(f"{name}: AUC {one:.3f} on the test pictures")
    run.record(before=areas[0], control=areas[1], retrained=areas[2], epochs=epochs)
    run.figure(draw(models, test_x, test_y), "curves")
