"""Backpropagation through a network of two layers in NumPy, with every derivative, and a step of SGD."""

import numpy as np


def gradients(x, y, parameters):
    """Return the cross-entropy of a two-layer ReLU network, and its derivatives with respect to all layers and parameters.

    The network is h1_bar = W1 x + b1, h1 = ReLU(h1_bar), h2 = W2 h1 + b2; its loss is the cross-entropy of softmax(h2).

    Args:
        x (np.ndarray): one input of shape (d,), or a batch of shape (N, d).
        y (int or np.ndarray): the true class, or N of them; classes count from 0.
        parameters (dict): "W1" of shape (m, d), "b1" of shape (m,), "W2" of shape (C, m) and "b2" of shape (C,).

    Returns:
        dict: "loss", a float (for a batch, the mean over its samples), and the derivatives of that loss with respect to
        "h2", "W2", "b2", "h1", "h1_bar", "W1" and "b1", each in the shape of its variable. For a
        batch, "h2" has shape (N, C), "h1" and "h1_bar" have shape (N, m). The arguments are not changed.
    """
    # TODO (Backpropagation by hand): write gradients.
    raise NotImplementedError("write gradients")


def sgd_step(parameters, gradients, learning_rate):
    """Make one step of stochastic gradient descent.

    Args:
        parameters (dict): arrays "W1", "b1", "W2" and "b2". Neither the dict nor its arrays are changed.
        gradients (dict): the result of the function of that name; the loss and the other derivatives are not needed.
        learning_rate (float): positive.

    Returns:
        dict: the updated "W1", "b1", "W2" and "b2".
    """
    # TODO (Backpropagation by hand): write sgd_step.
    raise NotImplementedError("write sgd_step")
