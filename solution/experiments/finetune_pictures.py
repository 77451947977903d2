# %% [markdown]
# # A pretrained body and a new head
#
# Trains a network on few pictures, with and without pretrained weights, frozen and not, and with different learning rates. Then it trains a
# classifier for a question of its own. It writes the numbers and figures of your report.
#
# The body is kitnet, which comes with the course, and the pictures are drawn. Put your own pictures in the place of `own_pictures`, for
# example by torchvision's `ImageFolder`, and a larger network in the place of `kitnet` where you have one.
#
# Run it with `python -m experiments.finetune_pictures`; `--quick` takes seconds. If you stop it and start it again, it continues with the
# training that it had not finished.

# %%
from functools import partial

import matplotlib.pyplot as plt
import numpy as np
import torch
from torch.nn import functional as F

from data import cifar10
from data.kitnet import MEAN, STD, kitnet
from experiments.running import Experiment
from src.finetune import build_transfer_model, freeze_body, layer_groups, split
from testkit import drawings

run = Experiment("finetune_pictures", "A pretrained body and a new head, on few pictures.")
EACH, EPOCHS, SIDE = (4, 2, 32) if run.quick else (20, 12, 64)
SETTINGS = {
    "frozen": ("default", True, (0.0, 0.0, 3e-3)),
    "discriminative": ("default", False, (1e-4, 3e-4, 3e-3)),
    "same_rates": ("default", False, (3e-3, 3e-3, 3e-3)),
    "untrained": (None, False, (3e-3, 3e-3, 3e-3)),
    "untrained_discriminative": (None, False, (1e-4, 3e-4, 3e-3)),
}
torch.set_num_threads(1)  # the network is too small for more


# %% Pictures
def draw(labels, names, seed):
    """Return drawn pictures of classes, normalised as kitnet expects, of shape (N, 3, SIDE, SIDE)."""
    pictures = torch.as_tensor(drawings.draw(names, labels, SIDE, np.random.default_rng(seed))).float() / 255
    return (pictures - torch.tensor(MEAN)[:, None, None]) / torch.tensor(STD)[:, None, None]


def ten_classes(seed):
    """Return EACH pictures of each class of CIFAR-10, and their labels."""
    labels = np.random.default_rng(seed).permutation(np.arange(10 * EACH) % 10)
    return draw(labels, cifar10.CLASSES, seed + 1), torch.as_tensor(labels)


def own_pictures(seed):
    """Return pictures of animals (0) and vehicles (1), and the number of each picture's group: each comes twice, once in other light."""
    labels = np.arange(5 * EACH) % 10
    pictures = draw(labels, cifar10.CLASSES, seed)
    kinds = torch.tensor([int(cifar10.CLASSES[label] in ("airplane", "automobile", "ship", "truck")) for label in labels])
    return torch.cat([pictures, 0.7 * pictures + 0.2]), torch.cat([kinds, kinds]), list(range(len(labels))) * 2


# %% Training
def errors(model, x, y):
    """Return the error in percent, and what the model names."""
    model.eval()
    with torch.no_grad():
        named = torch.cat([model(part).argmax(1) for part in x.split(100)])
    return 100 * float((named != y).double().mean()), named


def train(weights, frozen, rates, data, valid, n_classes):
    """Train a new model; return it and its validation error after each epoch."""
    torch.manual_seed(0)
    model = build_transfer_model(kitnet(weights=weights), n_classes, hidden=64)
    if frozen:
        freeze_body(model)
    optimizer = torch.optim.Adam(layer_groups(model, rates))
    history = []
    for _ in range(EPOCHS):
        model.train()
        for batch in torch.randperm(len(data[0])).split(20):
            optimizer.zero_grad()
            F.cross_entropy(model(data[0][batch]), data[1][batch]).backward()
            optimizer.step()
        history.append(errors(model, *valid)[0])
    return model, history


def compare(name, data, valid):
    """Return the history of one of SETTINGS."""
    return train(*SETTINGS[name], data, valid, 10)[1]


# %% Everything
def draw_curves(histories):
    """Draw the errors against the epoch."""
    figure, panel = plt.subplots(figsize=(6, 3.4))
    for name, history in histories.items():
        panel.plot(range(1, len(history) + 1), history, marker="o", markersize=3, label=name.replace("_", " "))
    panel.set(xlabel="epoch", ylabel="validation error, %", ylim=(0, 100), title="Body: kitnet; drawn pictures")
    panel.xaxis.get_major_locator().set_params(integer=True)
    panel.legend(fontsize=8)
    figure.tight_layout()
    return figure


def draw_own(x, y, named):
    """Draw the confusion matrix of the two kinds, and up to four mistakes."""
    words = ("animal", "vehicle")
    figure, panels = plt.subplots(1, 5, figsize=(8, 2.4), layout="constrained")
    counts = [[int(((y == true) & (named == seen)).sum()) for seen in (0, 1)] for true in (0, 1)]
    panels[0].imshow(counts, cmap="Blues")
    panels[0].set(xticks=[0, 1], yticks=[0, 1], xticklabels=words, yticklabels=words, xlabel="named", ylabel="is")
    for true in (0, 1):
        for seen in (0, 1):
            panels[0].text(seen, true, counts[true][seen], ha="center", va="center", color="#b3261e")
    wrong = (named != y).nonzero().flatten().tolist()
    for panel, place in zip(panels[1:], [*wrong, None, None, None, None], strict=False):
        panel.axis("off")
        if place is not None:
            shown = x[place] * torch.tensor(STD)[:, None, None] + torch.tensor(MEAN)[:, None, None]
            panel.imshow(shown.clamp(0, 1).permute(1, 2, 0))
            panel.set_title(f"named {words[int(named[place])]}", fontsize=8)
    figure.suptitle("Body: kitnet; drawn pictures", fontsize=9)
    return figure


if __name__ == "__main__":
    data, valid = ten_classes(1), ten_classes(3)
    histories = {name: run.remember(name, partial(compare, name, data, valid)) for name in run.progress(SETTINGS, "trainings")}
    lowest = {name: min(history) for name, history in histories.items()}
    for name, error in lowest.items():
        print(f"{name:25} {error:5.1f} %")
    x, y, copies = own_pictures(5)
    ours, theirs = split(copies, 0.4, torch.Generator().manual_seed(0))
    model, _ = train("default", True, (0.0, 0.0, 3e-3), (x[ours], y[ours]), (x[theirs], y[theirs]), 2)
    error, named = errors(model, x[theirs], y[theirs])
    commonest = int(y[ours].double().mean() > 0.5)
    run.record(**lowest, train=len(data[0]), valid=len(valid[0]), classes=10, epochs=EPOCHS,
               untrained_best=min(lowest["untrained"], lowest["untrained_discriminative"]),
               pretrained_best=min(lowest["frozen"], lowest["discriminative"], lowest["same_rates"]),
               own_count=f"{int((y == 0).sum())} and {int((y == 1).sum())}", own_error=error,
               own_baseline=100 * float((y[theirs] != commonest).double().mean()))
    run.figure(draw_curves(histories), "errors")
    run.figure(draw_own(x[theirs], y[theirs], named), "own")
