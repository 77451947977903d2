"""Activation functions and their derivatives in NumPy: ELU, and two more of your choice."""

import numpy as np


def elu(x, alpha):
    """Return the exponential linear unit: x where x >= 0, and alpha * (exp(x) - 1) elsewhere.

    Args:
        x (np.ndarray): floats, any shape. It is not changed.
        alpha (float): positive.

    Returns:
        np.ndarray: floats, the shape of x; right for large x of either sign.
    """
    return np.where(x < 0, alpha * np.expm1(np.minimum(x, 0)), x)


def elu_derivative(x, alpha):
    """Return the derivative of elu with respect to x.

    Args and returns: as for elu. At exactly 0, where most alpha have no derivative, either one-sided derivative is fine.
    """
    return np.where(x < 0, alpha * np.exp(np.minimum(x, 0)), 1.0)


def first_choice(x):
    """Return a published activation function other than ReLU, sigmoid, tanh and ELU; write its name here.

    Args:
        x (np.ndarray): floats, any shape. It is not changed.

    Returns:
        np.ndarray: floats, the shape of x; right for large x of either sign.
    """
    return x * _sigmoid(x)  # Swish: Ramachandran, Zoph, Le, "Searching for activation functions", 2017


def first_choice_derivative(x):
    """Return the derivative of first_choice. Args and returns: as there; at a kink, either one-sided derivative is fine."""
    gate = _sigmoid(x)
    return gate + x * gate * (1 - gate)


def second_choice(x):
    """Return a second published activation function, other than all those above; write its name here."""
    return x * np.tanh(np.logaddexp(0, x))  # Mish: Misra, "Mish: a self regularized non-monotonic activation", 2020


def second_choice_derivative(x):
    """Return the derivative of second_choice. Args and returns: as above; at a kink, either one-sided derivative is fine."""
    gate = np.tanh(np.logaddexp(0, x))
    return gate + x * (1 - gate**2) * _sigmoid(x)


def _sigmoid(x):
    """Return 1 / (1 + exp(-x)), without overflow for large negative x."""
    small = np.exp(-np.abs(x))
    return np.where(x < 0, small, 1.0) / (1 + small)
