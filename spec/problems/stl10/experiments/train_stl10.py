# %% [markdown]
# # Classifying STL-10
#
# Trains the default model and yours in the ways that the report asks for. You write what is tried and how the best is chosen; the
# code that runs and remembers a training is given. `experiments/example.py` shows a finished experiment on something else.
#
# Run it with `python -m experiments.train_stl10`; `--quick` takes seconds. If you stop it and start it again, it continues with the
# training that it had not finished.

# %%
import itertools

import matplotlib.pyplot as plt
import torch
from matplotlib.ticker import MaxNLocator
from torch.nn import functional as F

from data.stl10 import load_stl10, stl10_folder
from experiments.running import Experiment
from src.stl10_models import DefaultModel, YourModel

run = Experiment("train_stl10", "Skip connections, a grid search, augmentation and mixup on STL-10.")
EPOCHS = 2 if run.quick else 20
SOURCE = "STL-10" if stl10_folder() else "stand-in for STL-10"
ALPHA = 0.2  # of mixup


def load(part, most):
    """Return the first `most` pictures of a partition, shrunk to 32 x 32 and scaled to [-1, 1], and their classes."""
    x, y = load_stl10(part)
    return F.avg_pool2d(torch.as_tensor(x[:most]).float() / 127.5 - 1, 3), torch.as_tensor(y[:most])


x, y = load("train", 100 if run.quick else None)
test = load("test", 50 if run.quick else None)
KEPT_APART = len(x) // 10
train, valid = (x[:-KEPT_APART], y[:-KEPT_APART]), (x[-KEPT_APART:], y[-KEPT_APART:])


# %% [markdown]
# ## One training
# The settings are those of the model's class. The last validation accuracy counts.


# %%
def train_one(kind, **settings):
    """Train a new model, or return what an earlier run remembered: its history."""

    def one():
        torch.manual_seed(0)
        model = kind(num_epochs=EPOCHS, verbose=False, **settings)
        return model.fit(*train, *valid)

    return run.remember(f"{SOURCE}, {EPOCHS} epochs: {kind.__name__} {sorted(settings.items())}", one)


default = train_one(DefaultModel)
with_skip = train_one(YourModel, use_skip=True)
without_skip = train_one(YourModel, use_skip=False)


# %% [markdown]
# ## Grid search
# `num_blocks` in {2, 3, 4}, `use_skip` in {True, False}, `learning_rate` in {0.001, 0.0001}. The validation pictures decide.


# %%
def search():
    """Try all twelve settings.

    Returns:
        A dict from (num_blocks, use_skip, learning_rate) to the last validation accuracy of a new model, trained by `train_one`.
    """
    # BEGIN SOLUTION
    accuracies = {}
    for num_blocks, use_skip, rate in run.progress(itertools.product((2, 3, 4), (True, False), (1e-3, 1e-4)), "settings"):
        history = train_one(YourModel, num_blocks=num_blocks, use_skip=use_skip, learning_rate=rate)
        accuracies[num_blocks, use_skip, rate] = history["valid_accuracy"][-1]
    return accuracies
    # STUB
    # grid = itertools.product((2, 3, 4), (True, False), (1e-3, 1e-4))
    # raise NotImplementedError("TODO: train a new model for each of these settings")
    # END SOLUTION


accuracies = search()
best = max(accuracies, key=accuracies.get)
settings = dict(zip(("num_blocks", "use_skip", "learning_rate"), best, strict=True))


def measure_test():
    """Return the accuracy of the best settings on the test pictures, in percent."""
    # BEGIN SOLUTION
    torch.manual_seed(0)
    model = YourModel(num_epochs=EPOCHS, verbose=False, **settings)
    model.fit(*train, *valid)
    return model.evaluate(*test)[1]
    # END SOLUTION


best_test = run.remember(f"{SOURCE}, {EPOCHS} epochs: test of {best}", measure_test)
print(f"best: {settings}, {best_test:.1f} % of the test pictures correct")

# %% [markdown]
# ## Augmentation and mixup

# %%
plain = train_one(YourModel, **settings)
augmented = train_one(YourModel, is_augmentation=True, **settings)
mixed = train_one(YourModel, mixup_alpha=ALPHA, **settings)


# %% [markdown]
# ## Figures


# %%
def draw(histories):
    """Draw the loss and the accuracy of some trainings against the epoch; `histories` is a dict from their names."""
    figure, panels = plt.subplots(1, 2, figsize=(7.2, 3))
    for panel, key, label in zip(panels, ("loss", "accuracy"), ("loss", "accuracy (%)"), strict=True):
        for (name, history), colour in zip(histories.items(), ("C0", "C1"), strict=False):
            for part, line in (("train", "-"), ("valid", "--")):
                values = history[f"{part}_{key}"]
                panel.plot(range(1, len(values) + 1), values, line, color=colour, label=f"{name}, {part}")
        panel.set(xlabel="epoch", ylabel=label)
        panel.xaxis.set_major_locator(MaxNLocator(integer=True))
    panels[0].legend(fontsize=7)
    figure.suptitle(SOURCE, fontsize=9)
    figure.tight_layout()
    return figure


run.figure(draw({"default model": default}), "default")
run.figure(draw({"with skip": with_skip, "without skip": without_skip}), "skip")
run.figure(draw({"plain": plain, "augmented": augmented}), "augmentation")
run.figure(draw({"plain": plain, "mixup": mixed}), "mixup")

# %% [markdown]
# ## Numbers

# %%
trainings = {"default": default, "with_skip": with_skip, "without_skip": without_skip, "plain": plain, "augmented": augmented}
for name, history in (trainings | {"mixup": mixed}).items():
    run.record(**{f"{name}_{part}": history[f"{part}_accuracy"][-1] for part in ("train", "valid")})
for (num_blocks, use_skip, rate), accuracy in accuracies.items():
    run.record(**{f"grid_{num_blocks}_{'skip' if use_skip else 'plain'}_{3 if rate == 1e-3 else 4}": accuracy})
chosen = f"{best[0]} blocks, {'with' if best[1] else 'without'} skip connections, learning rate {best[2]:g}"
run.record(data=SOURCE, epochs=EPOCHS, alpha=ALPHA, best=chosen, best_test=best_test)
