# %% [markdown]
# # Training small convolutional networks
#
# Trains `SmallCNN()`, `SmallCNN(batch_norm=True)` and `BetterCNN()` alike on CIFAR-10, and tests each once. You write the training
# and the test; the code that runs them and draws the losses is given. `experiments/example.py` shows a finished experiment on
# something else.
#
# Run it with `python -m experiments.train_small_cnn`; `--quick` takes seconds. If you stop it and start it again, it continues
# with the network that it had not finished. A `BetterCNN` with other layers is trained anew.

# %%
import matplotlib.pyplot as plt
import torch
from torch.nn import functional as F

from data.cifar10 import cifar10_folder, load_cifar10
from experiments.running import Experiment
from src.filters import contrast_stretch, filter_grid
from src.models import BetterCNN, SmallCNN

run = Experiment("train_small_cnn", "Small networks on CIFAR-10, with and without batch normalisation.")
EPOCHS = 2 if run.quick else 10
BATCH_SIZE = 100
RATES = [1e-2, 1e-3, 1e-4]
SOURCE = "CIFAR-10" if cifar10_folder() else "stand-in for CIFAR-10"


def load(part, most):
    """Return the first `most` pictures of a partition, scaled to [-1, 1], of shape (N, 3, 32, 32), and their classes."""
    x, y = load_cifar10(part)
    return torch.as_tensor(x[:most]).float() / 127.5 - 1, torch.as_tensor(y[:most])


train_x, train_y = load("train", 300 if run.quick else None)
test_x, test_y = load("test", 100 if run.quick else None)
KEPT_APART = len(train_x) // 10  # the last ones, for the choice of the learning rate


# %% [markdown]
# ## Training and test
# The loss of an epoch is the mean over its examples, as measured while the network trains.


# %%
def train_network(model, x, y, rate, epochs):
    """Train `model` in place, with batches of `BATCH_SIZE` in a new order in every epoch; return the losses, one for each epoch."""
    optimizer = torch.optim.Adam(model.parameters(), lr=rate)
    losses = []
    for _ in range(epochs):
        model.train()
        total = 0.0
        for batch in torch.randperm(len(x)).split(BATCH_SIZE):
            optimizer.zero_grad()
            scores = model(x[batch])
            loss = F.cross_entropy(scores, y[batch])
            loss.backward()
            optimizer.step()
            total += loss.item() * len(batch)
        losses.append(total / len(x))
    return losses


def measure_accuracy(model, x, y):
    """Return the percentage of the pictures `x` that `model` classifies as `y`."""
    model.eval()
    with torch.no_grad():
        right = sum((model(x[part]).argmax(1) == y[part]).sum().item() for part in torch.arange(len(x)).split(500))
    return 100 * right / len(x)


# %% [markdown]
# ## The learning rate
# Each rate trains a new `SmallCNN()` for two epochs on a fifth of the pictures. The best rate for the pictures that are kept apart
# is taken.


# %%
def choose_rate():
    """Return the best of `RATES`; the test pictures have no part in it."""
    few = (len(train_x) - KEPT_APART) // 5
    accuracies = []
    for rate in RATES:
        torch.manual_seed(0)
        model = SmallCNN()
        train_network(model, train_x[:few], train_y[:few], rate, 2)
        accuracies.append(measure_accuracy(model, train_x[-KEPT_APART:], train_y[-KEPT_APART:]))
    return RATES[accuracies.index(max(accuracies))]


rate = run.remember(f"{SOURCE}: learning rate", choose_rate)
print(f"learning rate {rate:g}")

# %% [markdown]
# ## One training for each network


# %%
def train_one(make):
    """Train a new network, and test it once."""
    torch.manual_seed(0)
    model = make()
    losses = train_network(model, train_x, train_y, rate, EPOCHS)
    filters = next(parameter for parameter in model.parameters() if parameter.ndim == 4)  # of the first convolution
    return {
        "losses": [float(loss) for loss in losses],
        "accuracy": float(measure_accuracy(model, test_x, test_y)),
        "filters": filters.detach().round(decimals=4),
        "weights": sum(parameter.numel() for parameter in model.parameters()),
    }


NETWORKS = {"plain": SmallCNN, "batch_norm": lambda: SmallCNN(batch_norm=True), "better": BetterCNN}
NAMES = {"plain": "SmallCNN()", "batch_norm": "SmallCNN(batch_norm=True)", "better": "BetterCNN()"}
results = {
    name: run.remember(f"{SOURCE}, {EPOCHS} epochs at {rate}: {make()}", lambda make=make: train_one(make))
    for name, make in run.progress(NETWORKS.items(), "networks")
}
for name, outcome in results.items():
    print(f"{NAMES[name]}: {outcome['accuracy']:.1f} % of the test pictures correct")


# %% [markdown]
# ## Figures


# %%
def draw_losses(names):
    """Draw the training losses of some networks against the epoch."""
    figure, axes = plt.subplots(figsize=(4.5, 3))
    for name in names:
        axes.plot(range(1, EPOCHS + 1), results[name]["losses"], marker=".", label=NAMES[name])
    axes.set(xlabel="epoch", ylabel="training loss")
    axes.xaxis.get_major_locator().set_params(integer=True)
    axes.set_title(SOURCE, fontsize=8, color="0.4")
    axes.legend()
    figure.tight_layout()
    return figure


def draw_filters(name):
    """Draw the 64 filters of the first convolution, four rows of sixteen."""
    figure, axes = plt.subplots(figsize=(8, 2.3))
    axes.imshow(filter_grid(contrast_stretch(torch.tensor(results[name]["filters"])), 4, 16))
    axes.set_axis_off()
    axes.set_title(f"{NAMES[name]}, {SOURCE}", fontsize=8, color="0.4")
    figure.tight_layout()
    return figure


run.figure(draw_losses(["plain", "batch_norm"]), "loss")
run.figure(draw_losses(["plain", "batch_norm", "better"]), "better")
run.figure(draw_filters("plain"), "filters_plain")
run.figure(draw_filters("batch_norm"), "filters_batch_norm")

# %% [markdown]
# ## Numbers

# %%
for name, outcome in results.items():
    run.record(
        **{
            f"accuracy_{name}": outcome["accuracy"],
            f"error_{name}": 100 - outcome["accuracy"],
            f"first_loss_{name}": outcome["losses"][0],
            f"last_loss_{name}": outcome["losses"][-1],
            f"weights_{name}": outcome["weights"],
        }
    )
run.record(data=SOURCE, epochs=EPOCHS, batch_size=BATCH_SIZE, rate=f"{rate:g}", kept_apart=KEPT_APART)
