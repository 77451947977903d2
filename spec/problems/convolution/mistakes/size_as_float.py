"""This size is a floating-point number. Where it counts the elements of a tensor, torch refuses it."""

import math

FAILS = ["hidden/test_shapes.py::test_size_is_the_number_of_places"]


def conv_output_size(size, kernel, stride=1, padding=0, dilation=1):
    places = (size + 2 * padding - dilation * (kernel - 1) - 1) / stride + 1
    if places < 1:
        raise ValueError("The kernel does not fit.")
    return float(math.floor(places))
