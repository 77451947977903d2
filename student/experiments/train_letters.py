# %% [markdown]
# # Handwritten letters
#
# Prepares the letters with your functions, shows some of them, trains your `LetterClassifier`, searches the grid, and tries label
# smoothing with the best settings. You write the two figures; the code that runs everything is given. `experiments/example.py`
# shows a finished experiment on something else.
#
# Run it with `python -m experiments.train_letters`; `--quick` takes seconds. If you stop it and start it again, it continues with
# the training that it had not finished.

# %%
from functools import partial

import matplotlib.pyplot as plt
import numpy as np
import torch

from data.letters import CLASSES, letters_folder, load_letters
from experiments.running import Experiment
from src.letters import LetterClassifier, fit, flatten, grid_search, label_smoothing_loss, ordinal_labels, scale, split

run = Experiment("train_letters", "Letters: pictures, learning curves, the grid's table, label smoothing.")
SOURCE = "EMNIST" if letters_folder() else "stand-in for EMNIST"
EPOCHS = 2 if run.quick else 20
GRID = {"n1": [20, 40], "n2": [20, 40], "activation": ["sigmoid", "tanh", "relu"]}
ALPHAS = [0.1, 0.15, 0.2]
if run.quick:
    GRID = {"n1": [20, 40], "n2": [20], "activation": ["tanh", "relu"]}
torch.set_num_threads(1)  # the network is too small for more

# %% [markdown]
# ## The data
# The labels become numbers from 0, in the test set by the classes of the training set. A tenth of the training set is for
# validation.

# %%
pictures, labels = load_letters("train")
test_pictures, test_labels = load_letters("test")
numbers, classes = ordinal_labels(labels)
test_numbers, _ = ordinal_labels(test_labels, classes)
(train_pictures, train_y), (valid_pictures, valid_y) = split(pictures, numbers, 0.1, seed=1)
TRAIN, VALID, TEST = (
    (torch.from_numpy(flatten(scale(x))), torch.from_numpy(y))
    for x, y in ((train_pictures, train_y), (valid_pictures, valid_y), (test_pictures, test_numbers))
)
print(f"{SOURCE}: {len(TRAIN[0])} letters to train on, {len(VALID[0])} to validate on, {len(TEST[0])} to test on")


# %% [markdown]
# ## Thirty-six letters
# Draw 36 pictures of the training set, chosen at random, in six rows of six, each with its letter above it: `CLASSES[number]` is
# the letter of a number. Put `SOURCE` into the title of the figure.


# %%
def show_letters(x, y):
    """Draw 36 of the pictures ``x``, uint8 of shape (N, 28, 28), chosen at random, with their letters; ``y`` holds numbers from 0.

    Returns a figure of matplotlib.
    """
    # TODO (Handwritten letters): write show_letters.
    raise NotImplementedError("write show_letters")


run.figure(show_letters(train_pictures, train_y), "letters")


# %% One training
def percent(model, data):
    """Return the accuracy of a model in percent."""
    model.eval()
    with torch.no_grad():
        return 100 * float((model(data[0]).argmax(1) == data[1]).double().mean())


def train(settings, alpha=0.0):
    """Train a new network with some settings, with label smoothing where alpha is above 0."""
    torch.manual_seed(1)
    model = LetterClassifier(**settings)
    options = {"loss": partial(label_smoothing_loss, alpha=alpha)} if alpha else {}
    history = fit(model, TRAIN, VALID, EPOCHS, **options)
    return {**history, "test": percent(model, TEST)}


default = run.remember(f"{SOURCE}, default, {EPOCHS} epochs", lambda: train({}))
print(f"default network: {default['test']:.1f} % of the test letters")


# %% [markdown]
# ## Learning curves
# Draw the accuracies on the training and the validation set against the epoch, from what `fit` returned.


# %%
def draw_curves(history):
    """Draw both accuracies in percent against the epoch; ``history`` is what ``fit`` returned. Returns a figure of matplotlib."""
    # TODO (Handwritten letters): write draw_curves.
    raise NotImplementedError("write draw_curves")


run.figure(draw_curves(default), "curves")


# %% The grid
def search():
    """Search the grid, and return what was found as plain data."""
    torch.manual_seed(2)
    best, table = grid_search(LetterClassifier, GRID, TRAIN, VALID, EPOCHS)
    return {"best": best, "table": table}


found = run.remember(f"{SOURCE}, grid, {EPOCHS} epochs", search)
best = found["best"]


def draw_table(rows):
    """Draw the grid's table, the best row in bold."""
    figure, panel = plt.subplots(figsize=(5.4, 0.9 + 0.26 * len(rows)))
    panel.axis("off")
    cells = [[str(row[name]) for name in GRID] + [f"{row['accuracy']:.1f}"] for row in rows]
    widths = [0.6 / len(GRID)] * len(GRID) + [0.4]
    labels = [*GRID, "validation accuracy (%)"]
    drawn = panel.table(cells, colLabels=labels, colWidths=widths, loc="center", cellLoc="center")
    drawn.auto_set_font_size(False)
    drawn.set_fontsize(9)
    drawn.scale(1, 1.2)
    for place, row in enumerate(rows, start=1):
        if all(row[name] == best[name] for name in GRID):
            for column in range(len(GRID) + 1):
                drawn[place, column].set_text_props(weight="bold")
    panel.set_title(f"{SOURCE}, {EPOCHS} epochs")
    figure.tight_layout()
    return figure


run.figure(draw_table(found["table"]), "grid")
print("best settings:", best)

# %% Label smoothing with the best settings
smoothed = {
    alpha: run.remember(f"{SOURCE}, {best}, alpha {alpha}, {EPOCHS} epochs", lambda alpha=alpha: train(best, alpha))
    for alpha in run.progress([0.0, *ALPHAS], "trainings with label smoothing")
}
for alpha, result in smoothed.items():
    print(f"alpha {alpha:4.2f}: {result['valid'][-1]:.1f} % of the validation set, {result['test']:.1f} % of the test set")
run.record(
    epochs=EPOCHS,
    train_size=len(TRAIN[0]),
    default_train=default["train"][-1],
    default_valid=default["valid"][-1],
    default_test=default["test"],
    best_n1=best["n1"],
    best_n2=best["n2"],
    best_activation=best["activation"],
    best_valid=max(row["accuracy"] for row in found["table"]),
    worst_valid=min(row["accuracy"] for row in found["table"]),
    **{f"valid_{round(100 * alpha)}": result["valid"][-1] for alpha, result in smoothed.items()},
    **{f"test_{round(100 * alpha)}": result["test"] for alpha, result in smoothed.items()},
)
