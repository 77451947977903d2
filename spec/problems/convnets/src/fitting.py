"""Training over many epochs, on top of ``_train`` and ``_test``, and what belongs to it."""

import torch
from torch import nn
from torch.utils.data import Dataset
from torchvision.transforms import v2

from src.run_model import _test, _train


def fit(model, train_loader, valid_loader, optimizer, scheduler=None, n_epochs=1, best_path=None):
    """Train a model for some epochs, and validate it after each.

    Args:
        model: the network, a ``torch.nn.Module`` that returns logits.
        train_loader: yields the batches of an epoch for ``_train``.
        valid_loader: yields the batches for ``_test``.
        optimizer: holds the model's parameters.
        scheduler: of the optimizer's learning rate, such as ``StepLR``, stepped once at the end of every epoch; or None.
        n_epochs: number of epochs.
        best_path: file for the weights of the epoch with the best validation accuracy; or None.

    Returns:
        The history, a dict with the keys ``"train_loss"``, ``"train_accuracy"``, ``"valid_loss"`` and ``"valid_accuracy"``;
        each value is a list with one number for every epoch.
    """
    # BEGIN SOLUTION
    history = {"train_loss": [], "train_accuracy": [], "valid_loss": [], "valid_accuracy": []}
    best = None
    for _ in range(n_epochs):
        model, loss, accuracy = _train(model, train_loader, optimizer)
        history["train_loss"].append(loss)
        history["train_accuracy"].append(accuracy)
        loss, accuracy = _test(model, valid_loader)
        history["valid_loss"].append(loss)
        history["valid_accuracy"].append(accuracy)
        if scheduler is not None:
            scheduler.step()
        if best_path is not None:
            best = save_best(model, accuracy, best, best_path)
    return history
    # END SOLUTION


def save_best(model, accuracy, best, path):
    """Save the model's weights if its accuracy is the best so far.

    Args:
        model: the network.
        accuracy: its validation accuracy.
        best: the best accuracy before it; None if it is the first.
        path: the file that gets the model's ``state_dict``, and keeps what it has if ``accuracy`` is not above ``best``.

    Returns:
        The best accuracy so far.
    """
    # BEGIN SOLUTION
    if best is not None and accuracy <= best:
        return best
    torch.save(model.state_dict(), path)
    return accuracy
    # END SOLUTION


def load_best(model, path):
    """Put the weights that ``save_best`` saved into a model of the same kind, and return the model."""
    # BEGIN SOLUTION
    model.load_state_dict(torch.load(path, weights_only=True))
    return model
    # END SOLUTION


def overfit_one_batch(model, train_loader, optimizer, max_steps=500):
    """Train a model on one batch until it classifies all of it correctly.

    Args:
        model: the network, trained in training mode.
        train_loader: only its first batch is used, and that one again and again.
        optimizer: holds the model's parameters.
        max_steps: the largest number of steps.

    Returns:
        A list with the accuracy on the batch in percent, before every step: at most ``max_steps`` numbers. Where fewer steps were
        enough, the last number is 100, and no step follows it.
    """
    # BEGIN SOLUTION
    criterion = nn.CrossEntropyLoss()
    inputs, labels = next(iter(train_loader))
    accuracies = []
    model.train()
    for _ in range(max_steps):
        logits = model(inputs)
        right = (logits.argmax(dim=1) == labels).sum().item()
        accuracies.append(100 * right / len(labels))
        if accuracies[-1] == 100:
            break
        optimizer.zero_grad()
        criterion(logits, labels).backward()
        optimizer.step()
    return accuracies
    # END SOLUTION


def augmentation():
    """Return a transform for training pictures: a random shift of up to 4 pixels, and a reflection with probability 1/2.

    Returns:
        A function from a float tensor of shape (3, 32, 32) to a new one of the same shape. The picture gets four rows or columns of
        zeros on each side, and 32 x 32 of these 40 x 40 pixels are cut out at random. Half of the pictures are mirrored, left to
        right.
    """
    # BEGIN SOLUTION
    return v2.Compose([v2.RandomCrop(32, padding=4), v2.RandomHorizontalFlip()])
    # STUB
    # transform = v2.Identity()  # TODO: which transforms of torchvision?
    # return transform
    # END SOLUTION


class TransformedDataset(Dataset):
    """A data set whose inputs go through a transform each time they are taken.

    Args:
        dataset: items are (input, label); it stays as it is.
        transform: a function of an input.
    """

    def __init__(self, dataset, transform):
        self.dataset, self.transform = dataset, transform

    def __len__(self):
        """Number of examples."""
        # BEGIN SOLUTION
        return len(self.dataset)
        # END SOLUTION

    def __getitem__(self, index):
        """The pair (transformed input, label) number ``index``."""
        # BEGIN SOLUTION
        x, y = self.dataset[index]
        return self.transform(x), y
        # END SOLUTION
