"""Training, validating and testing a classifier: three functions for every experiment of this homework."""

import torch
from torch import nn
from torch.utils.data import DataLoader


def run_model(model, running_mode='train', train_set=None, valid_set=None, test_set=None,
              batch_size=1, learning_rate=0.01, n_epochs=1, stop_thr=1e-4, shuffle=True):
    """Train a model over many epochs, or test it once.

    Args:
        model: the network, a ``torch.nn.Module`` that returns logits of shape (batch, classes).
        running_mode: ``'train'`` or ``'test'``.
        train_set: data set to train on; items are (input, label).
        valid_set: data set to validate on after every epoch, or None: no validation, no early stopping.
        test_set: data set of test mode.
        batch_size: examples in a batch.
        learning_rate: step size of plain SGD.
        n_epochs: the largest number of epochs.
        stop_thr: stop after the epoch whose validation loss has fallen by less than this since the epoch before.
        shuffle: whether the training examples come in a new random order in every epoch.

    Returns:
        In train mode ``(model, loss, accuracy)``. ``loss`` and ``accuracy`` are dicts with the keys ``'train'`` and
        ``'valid'``; each value is a list with one number per epoch that ran (``'valid'``: an empty list without a
        validation set). In test mode ``(loss, accuracy)``, two numbers. Accuracies are percentages.
    """
    # TODO (Training, validating and testing a network): write run_model.
    raise NotImplementedError("write run_model")


def _train(model, data_loader, optimizer, device=torch.device('cpu')):
    """Train a model for ONE epoch: every batch of the loader once, one step of the optimizer for each.

    The loss is ``nn.CrossEntropyLoss()`` of the logits. Loss and accuracy use the logits of each batch before its own
    step.

    Args:
        model: the network, already on ``device``.
        data_loader: yields batches (inputs, labels); labels are int64 of shape (batch,).
        optimizer: holds the model's parameters.
        device: the device to which each batch is moved.

    Returns:
        ``(model, loss, accuracy)``: the trained model, the average loss of the epoch, the percentage of the epoch's
        examples that were classified correctly.
    """
    # TODO (Training, validating and testing a network): write _train.
    raise NotImplementedError("write _train")


def _test(model, data_loader, device=torch.device('cpu')):
    """Evaluate a model on all batches of a loader, without changing the model.

    Args:
        model: the network, already on ``device``.
        data_loader: yields batches (inputs, labels); labels are int64 of shape (batch,).
        device: the device to which each batch is moved.

    Returns:
        ``(loss, accuracy)``: the average cross-entropy loss and the percentage of examples classified correctly, of the
        model in evaluation mode (no dropout, batch normalisation with its running statistics).
    """
    # TODO (Training, validating and testing a network): write _test.
    raise NotImplementedError("write _test")
