# %% [markdown]
# # A small network on CIFAR-10
#
# Trains your `CifarNet`, tests it once with your `predict`, and draws its losses, its confusion matrix and the kernels of its first
# convolution. You write the training; the code that runs it and draws is given. `experiments/example.py` shows a finished
# experiment on something else.
#
# Run it with `python -m experiments.train_cifar`; `--quick` takes seconds.

# %%
import matplotlib.pyplot as plt
import torch
from torch import nn

from data.cifar10 import CLASSES, cifar10_folder, load_cifar10
from experiments.running import Experiment
from src.evaluation import accuracy, confusion_matrix, predict
from src.models import CifarNet

run = Experiment("train_cifar", "Accuracy, confusion matrix and kernels of CifarNet on CIFAR-10.")
EPOCHS = 2 if run.quick else 8
BATCH_SIZE = 32
SOURCE = "CIFAR-10" if cifar10_folder() else "stand-in for CIFAR-10"


def load(part, most):
    """Return the first `most` pictures of a partition, scaled to [-1, 1], of shape (N, 3, 32, 32), and their classes."""
    x, y = load_cifar10(part)
    return torch.as_tensor(x[:most]).float() / 127.5 - 1, torch.as_tensor(y[:most])


train_x, train_y = load("train", 500 if run.quick else None)
test_x, test_y = load("test", 200 if run.quick else None)


# %% [markdown]
# ## Training


# %%
def train(model, x, y):
    """Train `model` in place for `EPOCHS` epochs, with batches of `BATCH_SIZE` in a new order in every epoch.

    Returns the mean training loss of each epoch, a list.
    """
    optimizer = torch.optim.SGD(model.parameters(), lr=0.01, momentum=0.9)
    criterion, losses = nn.CrossEntropyLoss(), []
    model.train()
    for _ in range(EPOCHS):
        total = 0.0
        for batch in torch.randperm(len(x)).split(BATCH_SIZE):
            optimizer.zero_grad()
            loss = criterion(model(x[batch]), y[batch])
            loss.backward()
            optimizer.step()
            total += loss.item() * len(batch)
        losses.append(total / len(x))
    return losses


# %%
def train_and_test():
    """Train a new network, test it once, and return what the figures show."""
    torch.manual_seed(0)
    model = CifarNet()
    losses = train(model, train_x, train_y)
    predictions = predict(model, test_x)
    kernels = next(parameter for parameter in model.parameters() if parameter.ndim == 4)  # of the first convolution
    return {
        "losses": losses,
        "accuracy": float(accuracy(test_y, predictions)),
        "matrix": confusion_matrix(test_y, predictions, len(CLASSES)),
        "kernels": kernels.detach(),
    }


result = run.remember(f"{SOURCE}, {len(train_x)} pictures, {EPOCHS} epochs", train_and_test)
print(f"{result['accuracy']:.1f} % of the test pictures correct")
matrix = torch.tensor(result["matrix"])


# %% [markdown]
# ## Figures


# %%
def draw_matrix():
    """Draw the confusion matrix, each row as shares of its class, with the counts in its cells."""
    shares = matrix / matrix.sum(1, keepdim=True).clamp(min=1)
    figure, axes = plt.subplots(figsize=(6, 5.4))
    axes.imshow(shares, cmap="Blues", vmin=0, vmax=1)
    for row in range(len(CLASSES)):
        for column in range(len(CLASSES)):
            colour = "white" if shares[row, column] > 0.5 else "black"
            axes.text(column, row, int(matrix[row, column]), ha="center", va="center", fontsize=7, color=colour)
    axes.set_xticks(range(len(CLASSES)), CLASSES, rotation=45, ha="right")
    axes.set_yticks(range(len(CLASSES)), CLASSES)
    axes.set(xlabel="predicted class", ylabel="true class")
    axes.set_title(f"CifarNet, {SOURCE}", fontsize=8, color="0.4")
    figure.tight_layout()
    return figure


def draw_kernels():
    """Draw the kernels of the first convolution, each by itself from its smallest number (0) to its largest (1)."""
    kernels = torch.tensor(result["kernels"])
    figure, panels = plt.subplots(1, len(kernels), figsize=(1.2 * len(kernels), 1.6))
    for kernel, panel in zip(kernels, panels, strict=True):
        low, high = kernel.min(), kernel.max()
        panel.imshow(((kernel - low) / (high - low)).permute(1, 2, 0))
        panel.set_axis_off()
    figure.suptitle(f"first convolution of CifarNet, {SOURCE}", fontsize=8, color="0.4")
    figure.tight_layout()
    return figure


def draw_losses():
    """Draw the training loss against the epoch."""
    figure, axes = plt.subplots(figsize=(4.5, 3))
    axes.plot(range(1, EPOCHS + 1), result["losses"], marker=".")
    axes.set(xlabel="epoch", ylabel="training loss")
    axes.xaxis.get_major_locator().set_params(integer=True)
    axes.set_title(f"CifarNet, {SOURCE}", fontsize=8, color="0.4")
    figure.tight_layout()
    return figure


run.figure(draw_matrix(), "matrix")
run.figure(draw_kernels(), "kernels")
run.figure(draw_losses(), "loss")

# %% [markdown]
# ## Numbers

# %%
off = matrix - matrix.diag().diag()
pair = divmod(int(off.argmax()), len(CLASSES))
recall = 100 * matrix.diag() / matrix.sum(1).clamp(min=1)
run.record(
    accuracy=result["accuracy"],
    epochs=EPOCHS,
    batch_size=BATCH_SIZE,
    pictures=len(train_x),
    test_pictures=len(test_x),
    data=SOURCE,
    first_loss=result["losses"][0],
    last_loss=result["losses"][-1],
    often_true=CLASSES[pair[0]],
    often_predicted=CLASSES[pair[1]],
    often_count=int(off.max()),
    best_class=CLASSES[int(recall.argmax())],
    best_recall=float(recall.max()),
    worst_class=CLASSES[int(recall.argmin())],
    worst_recall=float(recall.min()),
)
