"""Gradient descent on any function with a known gradient."""

import numpy as np


def gradient_descent(gradient, x0, learning_rate, steps):
    """Descend from x0 with a fixed learning rate.

    Args:
        gradient (callable): gradient(x) is the gradient at x, in the shape of x. It is called once per step.
        x0 (np.ndarray): floats, one axis or more: the starting point. It is not changed.
        learning_rate (float): positive.
        steps (int): number of steps, 0 or more.

    Returns:
        np.ndarray: all points of the path, shape (steps + 1, *x0.shape): first x0, then the point after each step.
    """
    # TODO (Gradient descent): write gradient_descent.
    raise NotImplementedError("write gradient_descent")
