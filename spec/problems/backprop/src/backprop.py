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
    # BEGIN SOLUTION
    batch, labels = np.atleast_2d(x), np.atleast_1d(y)
    h1_bar = batch @ parameters["W1"].T + parameters["b1"]
    h1 = np.maximum(h1_bar, 0)
    h2 = h1 @ parameters["W2"].T + parameters["b2"]
    shifted = h2 - h2.max(axis=1, keepdims=True)
    log_p = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    truth = np.eye(h2.shape[1])[labels]

    d_h2 = (np.exp(log_p) - truth) / len(batch)
    d_h1 = d_h2 @ parameters["W2"]
    d_h1_bar = d_h1 * (h1_bar > 0)
    found = {
        "loss": float(-(truth * log_p).sum(axis=1).mean()),
        "h2": d_h2,
        "W2": d_h2.T @ h1,
        "b2": d_h2.sum(axis=0),
        "h1": d_h1,
        "h1_bar": d_h1_bar,
        "W1": d_h1_bar.T @ batch,
        "b1": d_h1_bar.sum(axis=0),
    }
    if np.ndim(x) == 1:
        found |= {name: found[name][0] for name in ("h2", "h1", "h1_bar")}
    return found
    # END SOLUTION


def sgd_step(parameters, gradients, learning_rate):
    """Make one step of stochastic gradient descent.

    Args:
        parameters (dict): arrays "W1", "b1", "W2" and "b2". Neither the dict nor its arrays are changed.
        gradients (dict): the result of the function of that name; the loss and the other derivatives are not needed.
        learning_rate (float): positive.

    Returns:
        dict: the updated "W1", "b1", "W2" and "b2".
    """
    # BEGIN SOLUTION
    return {name: value - learning_rate * gradients[name] for name, value in parameters.items()}
    # END SOLUTION
