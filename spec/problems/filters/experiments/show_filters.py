"""Draws the 64 first-layer filters of a small network, before and after training, as they are and stretched.

The figure is report/figures/show_filters_filters.svg. With ``--quick`` the network is trained on few pictures. It has a single
convolutional layer: put your own trained network in its place, and choose rows and columns for its filters.
"""

# %%
import matplotlib.pyplot as plt
import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset

from data.cifar10 import cifar10_folder, load_cifar10
from experiments.running import Experiment
from src.filters import contrast_stretch, filter_grid

# %% What to draw
SOURCE = "CIFAR-10" if cifar10_folder() else "stand-in for CIFAR-10"
ROWS, COLUMNS = 4, 16


# %% A network, and its training
def make_network():
    """Return a network with one convolutional layer of 64 filters, 11 x 11, which begins every network with the same weights."""
    torch.manual_seed(0)
    return nn.Sequential(
        nn.Conv2d(3, 64, kernel_size=11, stride=3), nn.ReLU(), nn.MaxPool2d(2), nn.Flatten(), nn.Linear(1024, 10),
    )  # fmt: skip


def pictures(partition, count=None):
    """Return pictures in [-1, 1], float32 of shape (N, 3, 32, 32), and their classes."""
    x, y = load_cifar10(partition)
    return torch.tensor(x[:count]).float() / 127.5 - 1, torch.tensor(y[:count])


def train_epoch(model, optimizer, x, y):
    """Train for one epoch."""
    for inputs, labels in DataLoader(TensorDataset(x, y), batch_size=64, shuffle=True):
        optimizer.zero_grad()
        nn.functional.cross_entropy(model(inputs), labels).backward()
        optimizer.step()


def percent_correct(model, x, y):
    """Return the accuracy in percent."""
    with torch.no_grad():
        predicted = torch.cat([model(part).argmax(dim=1) for part in x.split(500)])
    return 100 * float((predicted == y).double().mean())


# %% The four pictures
def draw(panel, filters, title):
    """Draw filters as they are: imshow shows what is below 0 as 0, and what is above 1 as 1."""
    picture = filter_grid(filters.detach(), ROWS, COLUMNS)
    panel.imshow(picture.clamp(0, 1), interpolation="nearest")
    panel.set_title(title, fontsize=9)
    panel.axis("off")


def draw_four(before, after, epochs):
    """Draw the filters before and after training, as they are and stretched."""
    figure, panels = plt.subplots(2, 2, figsize=(10, 3.9))
    for row, filters, when in zip(panels, (before, after), ("untrained", f"after {epochs} epochs"), strict=True):
        draw(row[0], filters, f"{when}, as they are")
        draw(row[1], contrast_stretch(filters), f"{when}, each stretched by itself")
    figure.suptitle(f"First-layer filters, 64 of 11 x 11 ({SOURCE})", fontsize=10)
    figure.tight_layout()
    return figure


# %% Everything
if __name__ == "__main__":
    run = Experiment("show_filters", __doc__)
    train_x, train_y = pictures("train", 1000 if run.quick else None)
    test_x, test_y = pictures("test", 500 if run.quick else None)
    network = make_network()
    untrained = network[0].weight.detach().clone()
    optimizer = torch.optim.SGD(network.parameters(), lr=0.01, momentum=0.9, weight_decay=1e-3)
    epochs = 2 if run.quick else 10
    for _ in run.progress(range(epochs), "epochs"):
        train_epoch(network, optimizer, train_x, train_y)
    accuracy = percent_correct(network, test_x, test_y)
    weights = network[0].weight.detach()
    print(f"test accuracy {accuracy:.1f} %; first-layer weights from {float(weights.min()):.2f} to {float(weights.max()):.2f}")
    run.record(accuracy=accuracy, smallest=float(weights.min()), largest=float(weights.max()), epochs=epochs)
    run.figure(draw_four(untrained, weights, epochs), "filters")
