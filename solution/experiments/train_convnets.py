# %% [markdown]
# # Convolutional networks on CIFAR-10
#
# Trains the networks of `src/models.py` with `fit`, in the ways that the report asks for. You write what is compared; the code that
# runs and remembers a training is given. `experiments/example.py` shows a finished experiment on something else.
#
# Run it with `python -m experiments.train_convnets`; `--quick` takes seconds. If you stop it and start it again, it continues with
# the training that it had not finished.

# %%
import matplotlib.pyplot as plt
import torch
from matplotlib.ticker import MaxNLocator
from torch.utils.data import DataLoader, TensorDataset
from torchvision.transforms import v2

from data.cifar10 import cifar10_folder, load_cifar10
from experiments.running import Experiment
from src.fitting import TransformedDataset, augmentation, fit, load_best, overfit_one_batch
from src.models import ShallowNet, SimpleConvNet
from src.run_model import _test

run = Experiment("train_convnets", "What batch normalisation, residual connections, transforms and learning rates do.")
EPOCHS = 2 if run.quick else 10
BATCH_SIZE = 64
SOURCE = "CIFAR-10" if cifar10_folder() else "stand-in for CIFAR-10"


def load(part, most):
    """Return the first `most` pictures of a partition, scaled to [-1, 1], as a data set."""
    x, y = load_cifar10(part)
    return TensorDataset(torch.as_tensor(x[:most]).float() / 127.5 - 1, torch.as_tensor(y[:most]))


pictures = load("train", 320 if run.quick else None)
test_set = load("test", 100 if run.quick else None)
KEPT_APART = len(pictures) // 5  # for validation: every choice is made on these
train_set = TensorDataset(*(values[:-KEPT_APART] for values in pictures.tensors))
valid_set = TensorDataset(*(values[-KEPT_APART:] for values in pictures.tensors))


# %% [markdown]
# ## One training
# The history is what `fit` returns. The weights of its best epoch are kept in a file.


# %%
def train(name, make, optimizer, rate, transform=None, gamma=None, step_size=None):
    """Train a new network, or return what an earlier run remembered.

    Args:
        name: names the training, and the file with its best weights.
        make: makes the network.
        optimizer: `torch.optim.SGD` or `torch.optim.Adam`.
        rate: its learning rate.
        transform: of the training pictures, or None.
        gamma: of StepLR, or None: the rate stays.
        step_size: epochs between two steps of StepLR.

    Returns:
        The history of `fit`.
    """

    def one():
        torch.manual_seed(0)
        model = make()
        steps = optimizer(model.parameters(), lr=rate)
        scheduler = None if gamma is None else torch.optim.lr_scheduler.StepLR(steps, step_size, gamma)
        data = train_set if transform is None else TransformedDataset(train_set, transform)
        return fit(
            model,
            DataLoader(data, batch_size=BATCH_SIZE, shuffle=True),
            DataLoader(valid_set, batch_size=500),
            steps,
            scheduler,
            n_epochs=EPOCHS,
            best_path=run.folder / f"{name}.pt",
        )

    history = run.remember(f"{SOURCE}, {EPOCHS} epochs: {name}", one)
    print(f"{name}: validation accuracy {history['valid_accuracy'][-1]:.1f} %")
    return history


def simple():
    """Make the network without additions."""
    return SimpleConvNet()


def normalised():
    """Make the network with batch normalisation."""
    return SimpleConvNet(batch_norm=True)


def complete():
    """Make the network with batch normalisation and residual connections."""
    return SimpleConvNet(batch_norm=True, residual=True)


# %% [markdown]
# ## All trainings
# A training is a name and the arguments of `train`. The first ones are those for the networks, batch normalisation and residual
# connections.

# %%
SGD, ADAM = torch.optim.SGD, torch.optim.Adam
TRAININGS = {
    "shallow_sgd": (ShallowNet, SGD, 1e-3),
    "plain_sgd": (simple, SGD, 1e-3),
    "norm_sgd": (normalised, SGD, 1e-3),
    "plain_adam": (simple, ADAM, 1e-4),
    "norm_adam": (normalised, ADAM, 1e-4),
    "residual": (complete, ADAM, 1e-4),
}


def choose_trainings():
    """Return more trainings, as in `TRAININGS`: transforms, five rates for each optimizer, five values of gamma.

    Returns:
        Four dicts: transforms, rates of SGD, rates of Adam, values of gamma. A value is the tuple of the arguments of `train` after
        the name.
    """
    transforms = {
        "mirrored": (complete, ADAM, 1e-4, v2.RandomHorizontalFlip()),
        "augmented": (complete, ADAM, 1e-4, augmentation()),
    }
    sgd = {f"sgd_{rate:g}": (complete, SGD, rate) for rate in (1e-4, 1e-3, 1e-2, 1e-1, 1.0)}
    adam = {f"adam_{rate:g}": (complete, ADAM, rate) for rate in (1e-5, 1e-4, 1e-3, 1e-2, 1e-1)}
    step = max(EPOCHS // 5, 1)
    gammas = {f"gamma_{gamma:g}": (complete, ADAM, 1e-3, None, gamma, step) for gamma in (0.1, 0.3, 0.5, 0.8, 1.0)}
    return transforms, sgd, adam, gammas


transforms, sgd, adam, gammas = choose_trainings()
wanted = TRAININGS | transforms | sgd | adam | gammas
histories = {name: train(name, *wanted[name]) for name in run.progress(wanted, "trainings")}


# %% [markdown]
# ## One batch by heart

# %%
def learn_one_batch():
    """Return the accuracies of `overfit_one_batch` for the complete network."""
    torch.manual_seed(0)
    model = complete()
    loader = DataLoader(train_set, batch_size=BATCH_SIZE, shuffle=True)
    return overfit_one_batch(model, loader, ADAM(model.parameters(), lr=1e-3))


one_batch = run.remember(f"{SOURCE}: one batch", learn_one_batch)


# %% [markdown]
# ## Figures


# %%
def draw(keys, panels):
    """Draw a panel for each of `panels`, a list of (key of a history, label), with a curve for each training of `keys`."""
    figure, axes = plt.subplots(1, len(panels), figsize=(3.6 * len(panels), 3), squeeze=False)
    for (key, label), panel in zip(panels, axes[0], strict=True):
        for name in keys:
            panel.plot(range(1, EPOCHS + 1), histories[name][key], marker=".", label=name)
        panel.set(xlabel="epoch", ylabel=label)
        panel.xaxis.set_major_locator(MaxNLocator(integer=True))
    axes[0][0].legend(fontsize=7)
    figure.suptitle(SOURCE, fontsize=9)
    figure.tight_layout()
    return figure


TRAINING = [("train_loss", "training loss"), ("train_accuracy", "training accuracy (%)")]
LOSSES = [("train_loss", "training loss"), ("valid_loss", "validation loss")]
run.figure(draw(["plain_sgd", "norm_sgd"], TRAINING), "norm_sgd")
run.figure(draw(["plain_adam", "norm_adam"], TRAINING), "norm_adam")
run.figure(draw(["norm_adam", "residual"], TRAINING), "residual")
run.figure(draw(["residual", *transforms], [TRAINING[1], ("valid_accuracy", "validation accuracy (%)")]), "transforms")
run.figure(draw(sgd, LOSSES), "rates_sgd")
run.figure(draw(adam, LOSSES), "rates_adam")
run.figure(draw(gammas, LOSSES), "gammas")

figure, axes = plt.subplots(figsize=(4, 3))
axes.plot(one_batch)
axes.set(xlabel="step", ylabel="accuracy on the batch (%)")
axes.set_title(SOURCE, fontsize=8, color="0.4")
figure.tight_layout()
run.figure(figure, "one_batch")


# %% [markdown]
# ## The best model, on the test set

# %%
def find_best(names):
    """Return the name of the training with the best validation accuracy in any epoch."""
    return max(names, key=lambda name: max(histories[name]["valid_accuracy"]))


best = find_best(wanted)
test_loss, test_accuracy = _test(load_best(wanted[best][0](), run.folder / f"{best}.pt"), DataLoader(test_set, batch_size=500))
print(f"best: {best}, {test_accuracy:.1f} % of the test pictures correct")

# %% [markdown]
# ## Numbers

# %%
for name in (*TRAININGS, *transforms):
    run.record(
        **{
            f"{name}_loss": histories[name]["train_loss"][-1],
            f"{name}_train": histories[name]["train_accuracy"][-1],
            f"{name}_valid": histories[name]["valid_accuracy"][-1],
        }
    )
run.record(
    data=SOURCE,
    epochs=EPOCHS,
    one_batch_steps=len(one_batch) - 1,
    one_batch_size=BATCH_SIZE,
    best_rate_sgd=find_best(sgd).partition("_")[2],
    best_rate_adam=find_best(adam).partition("_")[2],
    best_gamma=find_best(gammas).partition("_")[2],
    step_size=max(EPOCHS // 5, 1),
    best_name=best,
    best_valid=max(histories[best]["valid_accuracy"]),
    test_loss=float(test_loss),
    test_accuracy=float(test_accuracy),
)
