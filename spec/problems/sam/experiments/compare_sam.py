# %% [markdown]
# # Does sharpness-aware minimisation help?
#
# Trains the same network with a base optimizer alone and with `SAM` around it, several times each: accuracies, times, and how fast
# the loss rises around the weights that training found.
#
# The network and its pictures (8 x 8 handwritten digits of scikit-learn, a fifth of the training labels wrong) are only an example
# that needs no download. Put your best model, its data and its optimizer in their place: `pictures`, `network`, `BASE` and
# `OPTIONS`.
#
# Run it with `python -m experiments.compare_sam`; `--quick` takes seconds. If you stop it and start it again, it continues with the
# training that it had not finished.

# %%
import statistics
import time

import matplotlib.pyplot as plt
import torch
from sklearn.datasets import load_digits
from torch import nn
from torch.nn import functional as F

from experiments.running import Experiment
from src.sam import SAM

run = Experiment("compare_sam", "A base optimizer alone and with SAM around it: accuracy, time, and the loss nearby.")
BASE, OPTIONS, RHO = torch.optim.SGD, {"lr": 0.05, "momentum": 0.9}, 0.5
BATCH_SIZE = 50
EPOCHS = 3 if run.quick else 60
SEEDS = range(2 if run.quick else 5)
DISTANCES = [0.0, 0.1, 0.2, 0.3, 0.4, 0.5]
torch.set_num_threads(1)  # the network is too small for more


# %% A network and its data
def pictures():
    """Return training, validation and test set: pictures of shape (N, 64) in [0, 1] and their digits."""
    digits = load_digits()
    x, y = torch.tensor(digits.data / 16, dtype=torch.float32), torch.tensor(digits.target)
    generator = torch.Generator().manual_seed(0)
    order = torch.randperm(len(x), generator=generator)
    x, y = x[order], y[order]
    train_y = y[:500].clone()
    wrong = torch.randperm(500, generator=generator)[:100]
    train_y[wrong] = (train_y[wrong] + torch.randint(1, 10, (100,), generator=generator)) % 10
    return (x[:500], train_y), (x[500:900], y[500:900]), (x[900:], y[900:])


def network(seed):
    """Return a new network."""
    torch.manual_seed(seed)
    return nn.Sequential(nn.Linear(64, 128), nn.ReLU(), nn.Linear(128, 128), nn.ReLU(), nn.Linear(128, 10))


TRAIN, VALID, TEST = pictures()


# %% One epoch of training
def base_epoch(model, optimizer, batches):
    """Train for one epoch with the base optimizer alone."""
    for x, y in batches:
        optimizer.zero_grad()
        F.cross_entropy(model(x), y).backward()
        optimizer.step()


def sam_epoch(model, optimizer, batches):
    """Train for one epoch with ``optimizer``, an object of ``SAM``: two passes for each batch, as in the hand-out."""
    for x, y in batches:
        F.cross_entropy(model(x), y).backward()
        optimizer.first_step()
        optimizer.zero_grad()
        F.cross_entropy(model(x), y).backward()
        optimizer.second_step()
        optimizer.zero_grad()


# %% A whole training
def accuracy(model, data):
    """Return the percentage of ``data`` that is classified correctly."""
    with torch.no_grad():
        return 100 * float((model(data[0]).argmax(1) == data[1]).float().mean())


def losses_uphill(model):
    """Return the training loss at each of DISTANCES from the weights, along the normalised gradient."""
    weights = list(model.parameters())
    slopes = torch.autograd.grad(F.cross_entropy(model(TRAIN[0]), TRAIN[1]), weights)
    norm = torch.stack([slope.norm() for slope in slopes]).norm()
    losses = []
    with torch.no_grad():
        start = [weight.clone() for weight in weights]
        for distance in DISTANCES:
            for weight, value, slope in zip(weights, start, slopes, strict=True):
                weight.copy_(value + distance * slope / norm)
            losses.append(float(F.cross_entropy(model(TRAIN[0]), TRAIN[1])))
        for weight, value in zip(weights, start, strict=True):
            weight.copy_(value)
    return losses


def train(with_sam, seed):
    """Train a new network, and return what is reported of it."""
    model = network(seed)
    if with_sam:
        optimizer, epoch = SAM(model.parameters(), BASE, rho=RHO, **OPTIONS), sam_epoch
    else:
        optimizer, epoch = BASE(model.parameters(), **OPTIONS), base_epoch
    curve, seconds = [], 0.0
    for _ in range(EPOCHS):
        order = torch.randperm(len(TRAIN[0])).split(BATCH_SIZE)
        begun = time.perf_counter()
        epoch(model, optimizer, [(TRAIN[0][batch], TRAIN[1][batch]) for batch in order])
        seconds += time.perf_counter() - begun
        curve.append(accuracy(model, VALID))
    return {
        "valid": curve,
        "test": accuracy(model, TEST),
        "train": accuracy(model, TRAIN),
        "uphill": losses_uphill(model),
        "seconds": seconds / EPOCHS,
    }


# %%
NAMES = {False: BASE.__name__, True: f"SAM around {BASE.__name__}"}
results = {name: [] for name in NAMES.values()}
for seed in run.progress(SEEDS, "seeds"):
    for with_sam, name in NAMES.items():
        what = f"{name} {OPTIONS} {RHO}, {EPOCHS} epochs, seed {seed}"
        results[name].append(run.remember(what, lambda with_sam=with_sam, seed=seed: train(with_sam, seed)))


# %% Figures and numbers
def mean(name, key):
    """Return the mean over the seeds, entry by entry where each seed has a list."""
    values = [result[key] for result in results[name]]
    if isinstance(values[0], list):
        return [statistics.fmean(column) for column in zip(*values, strict=True)]
    return statistics.fmean(values)


def draw(key, places, labels):
    """Draw a curve for each optimizer: the mean over the seeds, and each seed thinly."""
    figure, panel = plt.subplots(figsize=(5.2, 3.2))
    for color, name in zip(("tab:blue", "tab:orange"), results, strict=True):
        for result in results[name]:
            panel.plot(places, result[key], color=color, alpha=0.25, linewidth=0.8)
        panel.plot(places, mean(name, key), color=color, label=name)
    panel.set(**labels)
    panel.legend()
    panel.grid(alpha=0.25)
    figure.tight_layout()
    return figure


epochs = list(range(1, EPOCHS + 1))
curves = draw("valid", epochs, {"xlabel": "epoch", "ylabel": "validation accuracy (%)"})
curves.axes[0].xaxis.get_major_locator().set_params(integer=True)
run.figure(curves, "curves")
uphill = {"xlabel": "distance from the weights, uphill", "ylabel": "training loss", "yscale": "log"}
run.figure(draw("uphill", DISTANCES, uphill), "nearby")
base, sam = results
for name in results:
    tests = [result["test"] for result in results[name]]
    print(
        f"{name:16s} test accuracy {statistics.fmean(tests):.1f} % (deviation {statistics.stdev(tests):.1f}), "
        f"training accuracy {mean(name, 'train'):.1f} %, {1000 * mean(name, 'seconds'):.1f} ms an epoch"
    )
run.record(
    seeds=len(SEEDS),
    base_test=mean(base, "test"),
    sam_test=mean(sam, "test"),
    base_deviation=statistics.stdev(result["test"] for result in results[base]),
    sam_deviation=statistics.stdev(result["test"] for result in results[sam]),
    base_train=mean(base, "train"),
    sam_train=mean(sam, "train"),
    slower=mean(sam, "seconds") / mean(base, "seconds"),
    base_rise=mean(base, "uphill")[2] - mean(base, "uphill")[0],
    sam_rise=mean(sam, "uphill")[2] - mean(sam, "uphill")[0],
)
