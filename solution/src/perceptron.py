"""Networks of perceptrons that compute Boolean functions; their weights are constructed, not learned.

A perceptron gives 1 if its weighted sum of inputs plus its bias is greater than 0, and 0 otherwise.
"""

import numpy as np


def perceptron_network(truth_table):
    """Return the weights of a network of perceptrons that computes a given Boolean function.

    Args:
        truth_table: the outputs of the function, a list of 2**n zeros and ones. The inputs of entry i are the binary digits of
            i, with the first input as the most significant: for two inputs, (0, 0), (0, 1), (1, 0), (1, 1).

    Returns:
        list: the layers from the inputs to the output, each a pair (weights, biases): weights of shape (perceptrons of this
        layer, perceptrons of the layer before), biases of shape (perceptrons of this layer,). The first layer has n columns,
        the last has one perceptron. Nested lists, NumPy arrays or tensors of finite numbers.
    """
    n = len(truth_table).bit_length() - 1
    rows = [[row >> place & 1 for place in reversed(range(n))] for row in range(len(truth_table))]
    # Hidden perceptron i is on for row i only: any other row lacks a one or has one too many.
    detectors = [[1 if bit else -1 for bit in bits] for bits in rows]
    thresholds = [0.5 - sum(bits) for bits in rows]
    return [(detectors, thresholds), ([list(truth_table)], [-0.5])]


def run(layers, inputs):
    """Return the output of a network of perceptrons for a list of zeros and ones; given.

    Use it to try your networks; it is not graded.
    """
    values = np.asarray(inputs, dtype=float)
    for weights, biases in layers:
        values = (np.asarray(weights, dtype=float) @ values + np.asarray(biases, dtype=float) > 0).astype(float)
    return int(values[0])
