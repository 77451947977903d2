# %% [markdown]
# # A robust network
#
# Trains a `RobustNet` twice, on clean and on attacked pictures, and attacks both with FGSM, PGD and MIM. It writes the weights that you
# hand in, `models/best_robust.pt`, a figure of 20 pictures before and after the attack, and the numbers of your report.
#
# The attacks are yours, from `src/attacks.py`. The pictures are drawn ones of the ten classes of CIFAR-10, the kind that the grader
# attacks your weights on; put your own data in their place if you report on others.
#
# Run it with `python -m experiments.train_robust`; `--quick` takes seconds and stores nothing. If you stop it and start it again, it
# continues with the training that it had not finished.

# %%
from functools import partial

import matplotlib.pyplot as plt
import numpy as np
import torch
from torch.utils.data import DataLoader, TensorDataset

from data.cifar10 import CLASSES
from experiments.running import Experiment
from src import attacks
from src.robust import RobustNet, adversarial_training, load_best
from testkit import drawings

run = Experiment("train_robust", "Trains a network on clean and on attacked pictures, and attacks both.")
EPSILON, STEP_SIZE = 0.0313, 0.002
TRAIN_STEPS, TEST_STEPS = 10, 20
EACH = {"train": 20, "valid": 5, "test": 5} if run.quick else {"train": 400, "valid": 30, "test": 50}
EPOCHS, RATE = 2 if run.quick else 25, 2e-3
torch.set_num_threads(1)  # the network is too small for more


# %% Pictures
def draw(part, seed):
    """Return a loader of drawn pictures in [0, 1], of shape (N, 3, 32, 32), and their classes."""
    labels = np.random.default_rng(seed).permutation(np.arange(EACH[part] * len(CLASSES)) % len(CLASSES))
    pictures = drawings.draw(CLASSES, labels, 32, np.random.default_rng(seed + 1))
    pairs = TensorDataset(torch.as_tensor(pictures).float() / 255, torch.as_tensor(labels))
    return DataLoader(pairs, batch_size=50, shuffle=part == "train")


TRAIN, VALID, TEST = draw("train", 10), draw("valid", 20), draw("test", 30)


# %% Attacks
def clean(model, x, y):
    """Leave the pictures as they are: trained on these, a network is a plain one."""
    return x


TRAINING = {"plain": clean, "robust": partial(attacks.pgd, epsilon=EPSILON, step_size=STEP_SIZE, steps=TRAIN_STEPS)}
ATTACKS = {
    "clean": clean,
    "FGSM": partial(attacks.fgsm, epsilon=EPSILON),
    "PGD": partial(attacks.pgd, epsilon=EPSILON, step_size=STEP_SIZE, steps=TEST_STEPS),
    "MIM": partial(attacks.mim, epsilon=EPSILON, step_size=STEP_SIZE, steps=TEST_STEPS),
}


# %% Training
def place(kind):
    """Return where the weights of a network are stored; those of the robust one are handed in."""
    return str(run.folder / f"{kind}.pt") if run.quick or kind == "plain" else "models/best_robust.pt"


def train(kind):
    """Train a new network by one of TRAINING; return its history."""
    torch.manual_seed(0)
    model = RobustNet()
    optimizer = torch.optim.Adam(model.parameters(), RATE)
    return adversarial_training(model, TRAIN, VALID, TRAINING[kind], optimizer, EPOCHS, place(kind))


# %% Everything
def tables(models):
    """Return the robust accuracies of each network, in percent of the test pictures."""
    return {kind: {name: attacks.robust_accuracy(model, attack, TEST) for name, attack in ATTACKS.items()}
            for kind, model in run.progress(models.items(), "networks attacked")}


def draw_pairs(model, x, y, count=20):
    """Draw clean pictures and, below each, what PGD makes of it, with the class that the network names."""
    chosen = torch.randperm(len(x), generator=torch.Generator().manual_seed(0))[:count]
    x, y = x[chosen], y[chosen]
    attacked = ATTACKS["PGD"](model, x, y)
    rows = -(-len(x) // 5)
    figure, panels = plt.subplots(2 * rows, 5, figsize=(7, 3.1 * rows), squeeze=False)
    for panel in panels.flat:
        panel.axis("off")
    with torch.no_grad():
        names = [[CLASSES[index] for index in model(pictures).argmax(1)] for pictures in (x, attacked)]
    for index, truth in enumerate(y.tolist()):
        for below, pictures in enumerate((x, attacked)):
            panel = panels[2 * (index // 5) + below][index % 5]
            panel.imshow(pictures[index].permute(1, 2, 0))
            word = "clean" if below == 0 else "attacked"
            color = "black" if names[below][index] == CLASSES[truth] else "#b3261e"
            panel.set_title(f"{word}: {names[below][index]}", fontsize=7, color=color)
    figure.tight_layout()
    return figure


if __name__ == "__main__":
    histories, models = {}, {}
    for kind in run.progress(TRAINING, "networks trained"):
        histories[kind] = run.remember(kind, partial(train, kind))
        models[kind] = load_best(RobustNet(), place(kind))
    accuracy = tables(models)
    for kind, table in accuracy.items():
        print(kind, "  ".join(f"{name} {percent:.1f} %" for name, percent in table.items()))
    robust = histories["robust"]["robust"]
    best = robust.index(max(robust))
    run.record(**accuracy, epochs=EPOCHS, best_epoch=best + 1, train=len(TRAIN.dataset), test=len(TEST.dataset),
               plain_fall=accuracy["plain"]["clean"] - accuracy["plain"]["PGD"],
               robust_fall=accuracy["robust"]["clean"] - accuracy["robust"]["PGD"])
    figure, panel = plt.subplots(figsize=(5, 3))
    panel.plot(range(1, EPOCHS + 1), robust, marker="o", markersize=3)
    panel.set(xlabel="epoch", ylabel="robust validation accuracy, %")
    panel.xaxis.get_major_locator().set_params(integer=True)
    figure.tight_layout()
    run.figure(figure, "epochs")
    x, y = TEST.dataset.tensors
    run.figure(draw_pairs(models["robust"], x, y), "pairs")
