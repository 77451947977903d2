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
    # TODO (Activation functions): write elu.
    raise NotImplementedError("write elu")


def elu_derivative(x, alpha):
    """Return the derivative of elu with respect to x.

    Args and returns: as for elu. At exactly 0, where most alpha have no derivative, either one-sided derivative is fine.
    """
    # TODO (Activation functions): write elu_derivative.
    raise NotImplementedError("write elu_derivative")


def first_choice(x):
    """Return a published activation function other than ReLU, sigmoid, tanh and ELU; write its name here.

    Args:
        x (np.ndarray): floats, any shape. It is not changed.

    Returns:
        np.ndarray: floats, the shape of x; right for large x of either sign.
    """
    # TODO (Activation functions): write first_choice.
    raise NotImplementedError("write first_choice")


def first_choice_derivative(x):
    """Return the derivative of first_choice. Args and returns: as there; at a kink, either one-sided derivative is fine."""
    # TODO (Activation functions): write first_choice_derivative.
    raise NotImplementedError("write first_choice_derivative")


def second_choice(x):
    """Return a second published activation function, other than all those above; write its name here."""
    # TODO (Activation functions): write second_choice.
    raise NotImplementedError("write second_choice")


def second_choice_derivative(x):
    """Return the derivative of second_choice. Args and returns: as above; at a kink, either one-sided derivative is fine."""
    # TODO (Activation functions): write second_choice_derivative.
    raise NotImplementedError("write second_choice_derivative")


# Helper functions of your own go here.
