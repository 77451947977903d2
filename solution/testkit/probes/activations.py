"""Checks for activations of the student's choice: derivatives by finite differences, with a check of their step."""

from __future__ import annotations

import numpy as np

FloatArray = np.ndarray

STEP = 1e-4  # of a central difference: its error is about STEP**2 / 6 * f''' + 1e-16 * f / STEP, near 1e-8 and 1e-12


def around(x: FloatArray) -> FloatArray:
    """Return the points at which ``slopes`` needs the function for its derivative at ``x``; shape (5, *x.shape)."""
    return np.stack([x - STEP, x - STEP / 2, x, x + STEP / 2, x + STEP])


def slopes(values: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Return derivatives from the values of a function at ``around(x)``, and where they are reliable.

    Returns:
        the extrapolated central difference, and a mask: True where full and half steps agree, so that no kink is near.
    """
    far, near = (values[4] - values[0]) / (2 * STEP), (values[3] - values[1]) / STEP
    sided = np.abs((values[4] - values[2]) - (values[2] - values[0])) / STEP
    smooth = (np.abs(far - near) <= 1e-6 * (1 + np.abs(near))) & (sided <= 1e-2)
    return near + (near - far) / 3, smooth
