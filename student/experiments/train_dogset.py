# %% [markdown]
# # Training on DogSet
#
# Trains your `Dog_Classifier_FC` with your `run_model` at three learning rates, with early stopping on the valid partition, draws
# the curves, and tests each network once on the test partition. Run it with `python -m experiments.train_dogset`;
# `--quick` takes seconds. If you stop it and start it again, it continues with the learning rate that it had not finished.

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


def flat(x, y):
    """Return a data set of rows: the network takes each picture as 12288 numbers."""
    return MyDataset(x.reshape(len(x), -1), y)


# %% [markdown]
# ## One training for each learning rate
# Training stops after 100 epochs, or after the epoch whose validation loss decreased by less than 1e-4.


# %%
def train_at(rate):
    """Return losses and accuracies of every epoch, and the accuracy on the test partition."""
    torch.manual_seed(0)
    model, loss, accuracy = run_model(
        Dog_Classifier_FC(),
        running_mode="train",
        train_set=flat(dogs.trainX, dogs.trainY),
        valid_set=flat(dogs.validX, dogs.validY),
        batch_size=10,
        learning_rate=rate,
        n_epochs=EPOCHS,
        stop_thr=1e-4,
    )
    _, test_accuracy = run_model(model, running_mode="test", test_set=flat(dogs.testX, dogs.testY), batch_size=10)
    return {
        "loss": {part: [float(value) for value in values] for part, values in loss.items()},
        "accuracy": {part: [float(value) for value in values] for part, values in accuracy.items()},
        "test": float(test_accuracy),
    }


results = {
    rate: run.remember(f"{SOURCE}: rate {rate}, {EPOCHS} epochs", lambda rate=rate: train_at(rate))
    for rate in run.progress(RATES, "learning rates")
}
for rate, result in results.items():
    print(f"rate {rate:g}: {len(result['loss']['train'])} epochs, {result['test']:.1f} % of the test pictures correct")

# %% [markdown]
# ## Curves

# %%
for key, label in (("loss", "loss"), ("accuracy", "accuracy (%)")):
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
    run.figure(figure, key)

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
