"""The forward pass of a classifier in NumPy: layers, probabilities, cross-entropy, label smoothing."""

import numpy as np


def forward(x, weights, biases):
    """Return all layers of a fully connected network with ReLU at its hidden layers and no ReLU after the last one.

    Args:
        x (np.ndarray): one input of shape (n_0,), or a batch of shape (N, n_0). It is not changed.
        weights (list): of L arrays; the l-th has shape (n_l, n_{l-1}), a row for each unit of its layer.
        biases (list): of L arrays; the l-th has shape (n_l,).

    Returns:
        list: L arrays h^1, ..., h^L. The l-th has shape (n_l,), or (N, n_l) for a batch. The last one holds the logits.
    """
    layers, h = [], x
    for index, weight in enumerate(weights):
        h = h @ weight.T + biases[index]
        if index < len(weights) - 1:
            h = np.maximum(h, 0)
        layers.append(h)
    return layers


def softmax(logits):
    """Return the probabilities of the classes.

    Args:
        logits (np.ndarray): shape (C,) or (N, C).

    Returns:
        np.ndarray: of the shape of logits, each row summing to one, and no number below zero or NaN, however large the logits are.
    """
    powers = np.exp(logits - logits.max(axis=-1, keepdims=True))
    return powers / powers.sum(axis=-1, keepdims=True)


def cross_entropy(logits, y):
    """Return the cross-entropy loss, with the natural logarithm.

    Args:
        logits (np.ndarray): shape (C,) or (N, C).
        y (int or np.ndarray): the true class, or N of them; classes count from 0.

    Returns:
        float: minus the logarithm of the true class's probability; for a batch, the mean over its N samples. Finite for
        logits of any size.
    """
    return label_smoothed_cross_entropy(logits, y, 0.0)


def smooth_labels(y, n_classes, alpha):
    """Return label distributions in which all classes, the true one too, equally share a part alpha of the label.

    Args:
        y (int or np.ndarray): the true class, or N of them; classes count from 0.
        n_classes (int): C.
        alpha (float): from 0 (no smoothing) to 1.

    Returns:
        np.ndarray: shape (C,) or (N, C); each row sums to one.
    """
    return (1 - alpha) * np.eye(n_classes)[y] + alpha / n_classes


def label_smoothed_cross_entropy(logits, y, alpha):
    """Return the cross-entropy between smoothed labels and the probabilities of the network.

    Args:
        logits (np.ndarray): shape (C,) or (N, C).
        y (int or np.ndarray): the true class, or N of them; classes count from 0.
        alpha (float): from 0 to 1.

    Returns:
        float: for a batch, the mean over its N samples. Finite for logits of any size.
    """
    shifted = logits - logits.max(axis=-1, keepdims=True)
    log_probabilities = shifted - np.log(np.exp(shifted).sum(axis=-1, keepdims=True))
    return float(-(smooth_labels(y, logits.shape[-1], alpha) * log_probabilities).sum(axis=-1).mean())
