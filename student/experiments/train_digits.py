# %% [markdown]
# # How much do more examples help?
#
# Trains your `Digit_Classifier` with your `run_model` on 500, 1000, 1500 and 2000 digits of MNIST, equally many of each.
# Measures how long that takes and how many of 1000 other digits the model classifies correctly.
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
# The training set has equally many of each of the ten digits. The test pictures are the same for all sizes.


# %%
def train_on(size):
    """Return the seconds of training, the accuracy in percent on the test pictures, and the loss after every epoch."""
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


results = {
    size: run.remember(f"{SOURCE}: {size} digits, {EPOCHS} epochs", lambda size=size: train_on(size))
    for size in run.progress(SIZES, "training sets")
}
for size, result in results.items():
    print(f"{size:5d} digits: {result['seconds']:6.1f} s, {result['accuracy']:5.1f} % correct")


# %% [markdown]
# ## Figures


# %%
def axes(**settings):
    """Return a figure of one panel; its title says where the data is a stand-in."""
    figure, panel = plt.subplots(figsize=(5, 3.2))
    panel.set(title="" if SOURCE == "MNIST" else SOURCE, **settings)
    return figure, panel


def against_size(key, label):
    figure, panel = axes(xlabel="training examples", ylabel=label, xticks=SIZES)
    panel.plot(SIZES, [results[size][key] for size in SIZES], "o-")
    panel.grid(alpha=0.3)
    return figure, panel


figure, panel = against_size("seconds", f"training time for {EPOCHS} epochs (s)")
panel.set_ylim(bottom=0)
figure.tight_layout()
run.figure(figure, "time")

figure, _ = against_size("accuracy", "test accuracy (%)")
figure.tight_layout()
run.figure(figure, "accuracy")

figure, panel = axes(xlabel="epoch", ylabel="training loss", yscale="log")
for size in SIZES:
    panel.plot(range(1, EPOCHS + 1), results[size]["loss"], label=f"{size} examples")
panel.xaxis.get_major_locator().set_params(integer=True)
panel.legend()
figure.tight_layout()
run.figure(figure, "loss")

# %% [markdown]
# ## Numbers
# Training time grows in proportion to the number of examples, so a line through zero predicts the time for all of MNIST.

# %%
seconds = np.array([results[size]["seconds"] for size in SIZES])
per_example = float(seconds @ np.array(SIZES) / np.square(SIZES).sum())
run.record(
    epochs=EPOCHS,
    hours_for_all_of_mnist=60_000 * per_example / 3600,
    data=SOURCE,
    machine=platform.machine(),
    **{f"seconds_{size}": results[size]["seconds"] for size in SIZES},
    **{f"accuracy_{size}": results[size]["accuracy"] for size in SIZES},
)
print(f"All 60,000 digits would take about {60_000 * per_example / 3600:.2f} hours.")
