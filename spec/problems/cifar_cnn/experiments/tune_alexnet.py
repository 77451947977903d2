# %% [markdown]
# # AlexNet, and a setting chosen on validation pictures
#
# Trains your `AlexNet` with several settings, chooses one with your `tune`, and tests its network. You write the training; the code
# that runs it is given. Choose the settings and the number of epochs that your machine allows: on a GPU, the network of the
# original size (`hidden=4096`) takes seconds an epoch, on a laptop's CPU many minutes.
#
# Run it with `python -m experiments.tune_alexnet`; `--quick` takes seconds.

# %%
import matplotlib.pyplot as plt
import torch
from torch.nn import functional as F

from data.cifar10 import cifar10_folder, load_cifar10
from experiments.running import Experiment
from src.evaluation import tune
from src.models import AlexNet

run = Experiment("tune_alexnet", "AlexNet on CIFAR-10, with settings chosen on validation pictures.")
DEVICE = "cuda" if torch.cuda.is_available() else "cpu"
HIDDEN = 4096 if DEVICE == "cuda" else 512
EPOCHS = 1 if run.quick else 20 if DEVICE == "cuda" else 4
BATCH_SIZE = 100
SETTINGS = [  # learning rate of Adam, probability of dropout
    {"rate": 1e-3, "dropout": 0.5},
    {"rate": 3e-4, "dropout": 0.5},
    {"rate": 3e-4, "dropout": 0.2},
]
SOURCE = "CIFAR-10" if cifar10_folder() else "stand-in for CIFAR-10"


def load(part, most):
    """Return the first `most` pictures of a partition, scaled to [-1, 1], of shape (N, 3, 32, 32), and their classes."""
    x, y = load_cifar10(part)
    return (torch.as_tensor(x[:most]).float() / 127.5 - 1).to(DEVICE), torch.as_tensor(y[:most]).to(DEVICE)


x, y = load("train", 300 if run.quick else None)
test = load("test", 100 if run.quick else None)
KEPT_APART = len(x) // 10  # the last ones, to choose by
training, valid = (x[:-KEPT_APART], y[:-KEPT_APART]), (x[-KEPT_APART:], y[-KEPT_APART:])


# %% [markdown]
# ## Training


# %%
def fit(setting, x, y):
    """Train a new AlexNet with `HIDDEN` hidden nodes for `EPOCHS` epochs, and return it.

    `setting` is a dict: "rate", the learning rate of Adam, and "dropout".
    """
    # BEGIN SOLUTION
    torch.manual_seed(0)
    model = AlexNet(hidden=HIDDEN, dropout=setting["dropout"]).to(DEVICE)
    optimizer = torch.optim.Adam(model.parameters(), lr=setting["rate"])
    model.train()
    for _ in range(EPOCHS):
        for batch in torch.randperm(len(x), device=DEVICE).split(BATCH_SIZE):
            optimizer.zero_grad()
            F.cross_entropy(model(x[batch]), y[batch]).backward()
            optimizer.step()
    return model
    # END SOLUTION


# %%
def fit_and_say(setting, x, y):
    """Train with one setting, and say when it is done."""
    model = fit(setting, x, y)
    print(f"trained with {setting}")
    return model


chosen = run.remember(
    f"{SOURCE}, {len(x)} pictures, {EPOCHS} epochs, hidden {HIDDEN}, {SETTINGS}",
    lambda: tune(fit_and_say, SETTINGS, training, valid, test),
)
NAMES = [f"rate {setting['rate']:g}\ndropout {setting['dropout']:g}" for setting in SETTINGS]
best = SETTINGS.index(chosen["best"])
print(f"chosen: {chosen['best']}; {chosen['test']:.1f} % of the test pictures correct")


# %% [markdown]
# ## Figure


# %%
def draw_choice():
    """Draw the validation accuracy of each setting, and the test accuracy of the chosen one."""
    figure, axes = plt.subplots(figsize=(5, 3))
    axes.bar(NAMES, chosen["valid"], color=["tab:blue" if place == best else "0.75" for place in range(len(NAMES))])
    axes.plot(best, chosen["test"], "k_", markersize=40, label="test, once")
    axes.set(ylabel="validation accuracy (%)")
    axes.set_title(f"AlexNet, {SOURCE}", fontsize=8, color="0.4")
    axes.legend()
    figure.tight_layout()
    return figure


run.figure(draw_choice(), "choice")

# %% [markdown]
# ## Numbers

# %%
run.record(
    test=chosen["test"],
    rate=f"{chosen['best']['rate']:g}",
    dropout=chosen["best"]["dropout"],
    validation=chosen["valid"][best],
    lowest_validation=min(chosen["valid"]),
    settings=len(SETTINGS),
    epochs=EPOCHS,
    hidden=HIDDEN,
    batch_size=BATCH_SIZE,
    kept_apart=KEPT_APART,
    data=SOURCE,
)
