# %% [markdown]
# # Training on DogSet
#
# Trains your `Dog_Classifier_FC` with your `run_model` at three learning rates, with early stopping on the valid partition, and
# tests each network once on the test partition. You write the training and the curves; the code that runs them is given.
# `experiments/example.py` shows a finished experiment on something else.
#
# Run it with `python -m experiments.train_dogset`; `--quick` takes seconds. If you stop it and start it again, it continues with
# the learning rate that it had not finished.

# %%
import matplotlib.pyplot as plt
import torch

from data.dogs import DogsDataset
from data.my_dataset import MyDataset
from experiments.running import Experiment
from src.models import Dog_Classifier_FC
from src.run_model import run_model

run = Experiment("train_dogset", "Loss and accuracy on DogSet, epoch by epoch, at three learning rates.")
RATES = [1e-5, 2e-5, 1e-4]
EPOCHS = 2 if run.quick else 100
torch.set_num_threads(1)  # steps of ten are too small to split: threads would mostly wait for each other
dogs = DogsDataset()
SOURCE = "stand-in for DogSet" if dogs.stand_in else f"DogSet, {len(dogs.trainX)} pictures to train on"


# %% [markdown]
# ## One training for each learning rate
# `dogs.trainX`, `dogs.trainY` and so on are arrays. Put each partition into a `MyDataset`, with every picture as a row of 12288
# numbers. Batches have 10 pictures. Training stops after `EPOCHS` epochs, or after the epoch whose validation loss decreased by
# less than 1e-4 (`stop_thr`).


# %%
def train_at(rate):
    """Train a new network at one learning rate, and test it once.

    Returns a dict: "loss" and "accuracy", the dicts of `run_model`, each with a list of numbers for "train" and for "valid";
    "test", the accuracy in percent on the test partition.
    """
    train_set, valid_set, test_set = (
        MyDataset(x.reshape(len(x), -1), y)
        for x, y in ((dogs.trainX, dogs.trainY), (dogs.validX, dogs.validY), (dogs.testX, dogs.testY))
    )
    torch.manual_seed(0)
    model, loss, accuracy = run_model(
        Dog_Classifier_FC(),
        running_mode="train",
        train_set=train_set,
        valid_set=valid_set,
        batch_size=10,
        learning_rate=rate,
        n_epochs=EPOCHS,
        stop_thr=1e-4,
    )
    _, test_accuracy = run_model(model, running_mode="test", test_set=test_set, batch_size=10)
    return {
        "loss": {part: [float(value) for value in values] for part, values in loss.items()},
        "accuracy": {part: [float(value) for value in values] for part, values in accuracy.items()},
        "test": float(test_accuracy),
    }


# %%
results = {
    rate: run.remember(f"{SOURCE}: rate {rate}, {EPOCHS} epochs", lambda rate=rate: train_at(rate))
    for rate in run.progress(RATES, "learning rates")
}
for rate, result in results.items():
    print(f"rate {rate:g}: {len(result['loss']['train'])} epochs, {result['test']:.1f} % of the test pictures correct")


# %% [markdown]
# ## Curves
# `results[rate]` is what `train_at(rate)` returned.


# %%
def draw(key, label):
    """Draw a panel for each learning rate: `results[rate][key]` of training and of validation against the epoch.

    `key` is "loss" or "accuracy", `label` the words for the vertical axis. Returns a figure of matplotlib with `SOURCE` in its
    title.
    """
    figure, panels = plt.subplots(1, len(RATES), figsize=(3.2 * len(RATES), 3))
    for rate, panel in zip(RATES, panels, strict=True):
        for part, name in (("train", "training"), ("valid", "validation")):
            values = results[rate][key][part]
            panel.plot(range(1, len(values) + 1), values, label=name)
        panel.set(title=f"learning rate {rate:g}", xlabel="epoch", ylabel=label)
        panel.xaxis.get_major_locator().set_params(integer=True)
    panels[0].legend()
    figure.suptitle(SOURCE, fontsize=8, color="0.4")
    figure.tight_layout()
    return figure


# %%
run.figure(draw("loss", "loss"), "loss")
run.figure(draw("accuracy", "accuracy (%)"), "accuracy")

# %% [markdown]
# ## Numbers

# %%
for place, rate in enumerate(RATES, 1):
    losses = results[rate]["loss"]
    run.record(
        **{
            f"rate_{place}": f"{rate:g}",
            f"epochs_{place}": len(losses["train"]),
            f"ended_{place}": f"all {EPOCHS} epochs were done"
            if len(losses["train"]) == EPOCHS
            else f"the validation loss decreased by less than 1e-4 in epoch {len(losses['train'])}",
            f"training_loss_{place}": losses["train"][-1],
            f"validation_loss_{place}": losses["valid"][-1],
            f"training_accuracy_{place}": results[rate]["accuracy"]["train"][-1],
            f"validation_accuracy_{place}": results[rate]["accuracy"]["valid"][-1],
            f"test_accuracy_{place}": results[rate]["test"],
        }
    )
run.record(data=SOURCE)
