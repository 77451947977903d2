# %% [markdown]
# # How much do more examples help?
#
# Trains your `Digit_Classifier` with your `run_model` on 500, 1000, 1500 and 2000 digits of MNIST, equally many of each digit.
# You write the training and the figures; the code that runs them is given. `experiments/example.py` shows a finished
# experiment on something else.
#
# Run it with `python -m experiments.train_digits`; `--quick` takes seconds. If you stop it and start it again, it continues
# with the size that it had not finished.

# %%
import platform
import time

import matplotlib.pyplot as plt
import numpy as np
import torch

from data.load_data import load_mnist_data, mnist_files
from data.my_dataset import MyDataset
from experiments.running import Experiment
from src.models import Digit_Classifier
from src.run_model import run_model

run = Experiment("train_digits", "Training time and accuracy against the number of training digits.")
SIZES = [500, 1000, 1500, 2000]
EPOCHS = 2 if run.quick else 100
TEST_PER_DIGIT = 100
SOURCE = "MNIST" if mnist_files() else "stand-in for MNIST"
torch.set_num_threads(1)  # steps of ten are too small to split: threads would mostly wait for each other


# %% [markdown]
# ## One training
# `load_mnist_data(10, fraction, examples_per_class)` gives training and test pictures. Choose its arguments so that the training
# set has `size // 10` of each digit, and the test set `TEST_PER_DIGIT` of each, the same ones for every size. Put both into a
# `MyDataset` (pixels as `float32`), and train with `running_mode="train"`, batches of 10 and learning rate 0.01.


# %%
def train_on(size):
    """Train a new network on `size` digits for `EPOCHS` epochs, and test it.

    Returns a dict: "seconds" that the training took, by `time.time()`; "accuracy" in percent on the test pictures; "loss", a list
    with the training loss after every epoch.
    """
    # BEGIN SOLUTION
    per_digit = size // 10
    every = per_digit + TEST_PER_DIGIT
    train_x, test_x, train_y, test_y = load_mnist_data(10, per_digit / every, every)
    train_set = MyDataset(train_x.astype(np.float32), train_y)
    torch.manual_seed(size)
    # The first steps of a program are slow whatever the size, so they are not measured.
    first = MyDataset(train_x[:100].astype(np.float32), train_y[:100])
    run_model(Digit_Classifier(), running_mode="train", train_set=first, batch_size=10)
    model = Digit_Classifier()
    start = time.time()
    model, loss, _ = run_model(
        model,
        running_mode="train",
        train_set=train_set,
        batch_size=10,
        learning_rate=0.01,
        n_epochs=EPOCHS,
    )
    seconds = time.time() - start
    _, accuracy = run_model(
        model, running_mode="test", test_set=MyDataset(test_x.astype(np.float32), test_y), batch_size=100
    )
    return {"seconds": seconds, "accuracy": float(accuracy), "loss": [float(value) for value in loss["train"]]}
    # END SOLUTION


# %%
results = {
    size: run.remember(f"{SOURCE}: {size} digits, {EPOCHS} epochs", lambda size=size: train_on(size))
    for size in run.progress(SIZES, "training sets")
}
for size, result in results.items():
    print(f"{size:5d} digits: {result['seconds']:6.1f} s, {result['accuracy']:5.1f} % correct")


# %% [markdown]
# ## Figures
# Each function returns a figure of matplotlib. `results[size]` is what `train_on(size)` returned. Label the axes, with units, and
# put `SOURCE` into the title where it is not MNIST.


# %%
def draw_time():
    """Draw the seconds of training against the number of training examples."""
    # BEGIN SOLUTION
    figure, panel = plt.subplots(figsize=(5, 3.2))
    panel.plot(SIZES, [results[size]["seconds"] for size in SIZES], "o-")
    panel.set(xlabel="training examples", ylabel=f"training time for {EPOCHS} epochs (s)", xticks=SIZES)
    panel.set(title="" if SOURCE == "MNIST" else SOURCE)
    panel.set_ylim(bottom=0)
    panel.grid(alpha=0.3)
    figure.tight_layout()
    return figure
    # END SOLUTION


def draw_accuracy():
    """Draw the test accuracy in percent against the number of training examples."""
    # BEGIN SOLUTION
    figure, panel = plt.subplots(figsize=(5, 3.2))
    panel.plot(SIZES, [results[size]["accuracy"] for size in SIZES], "o-")
    panel.set(xlabel="training examples", ylabel="test accuracy (%)", xticks=SIZES)
    panel.set(title="" if SOURCE == "MNIST" else SOURCE)
    panel.grid(alpha=0.3)
    figure.tight_layout()
    return figure
    # END SOLUTION


def draw_loss():
    """Draw the training loss against the epoch, a curve for each training set."""
    # BEGIN SOLUTION
    figure, panel = plt.subplots(figsize=(5, 3.2))
    for size in SIZES:
        panel.plot(range(1, EPOCHS + 1), results[size]["loss"], label=f"{size} examples")
    panel.set(xlabel="epoch", ylabel="training loss", yscale="log", title="" if SOURCE == "MNIST" else SOURCE)
    panel.xaxis.get_major_locator().set_params(integer=True)
    panel.legend()
    figure.tight_layout()
    return figure
    # END SOLUTION


# %%
run.figure(draw_time(), "time")
run.figure(draw_accuracy(), "accuracy")
run.figure(draw_loss(), "loss")


# %% [markdown]
# ## Numbers
# From your times, estimate how long all of MNIST would take.


# %%
def hours_for_all_of_mnist():
    """Estimate the hours that `EPOCHS` epochs on all 60,000 training pictures of MNIST would take on this machine."""
    # BEGIN SOLUTION
    # The time is proportional to the number of examples: the line through zero that fits best.
    seconds = np.array([results[size]["seconds"] for size in SIZES])
    per_example = float(seconds @ np.array(SIZES) / np.square(SIZES).sum())
    return 60_000 * per_example / 3600
    # END SOLUTION


# %%
hours = hours_for_all_of_mnist()
run.record(
    epochs=EPOCHS,
    hours_for_all_of_mnist=hours,
    data=SOURCE,
    machine=platform.machine(),
    **{f"seconds_{size}": results[size]["seconds"] for size in SIZES},
    **{f"accuracy_{size}": results[size]["accuracy"] for size in SIZES},
)
print(f"All 60,000 digits would take about {hours:.2f} hours.")
