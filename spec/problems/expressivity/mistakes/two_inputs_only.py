"""This is the result of a construction for two inputs, used for another number of inputs: it still looks at four rows
of two."""

FAILS = [
    "hidden/test_many_inputs.py::*",
]


def perceptron_network(truth_table):
    detectors = [[-1, -1], [-1, 1], [1, -1], [1, 1]]
    return [(detectors, [0.5, -0.5, -0.5, -1.5]), ([list(truth_table[:4])], [-0.5])]
