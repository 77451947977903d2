"""This is the result when a sum is compared with a number that it reaches exactly on paper, but on a computer only up
to rounding."""

FAILS = [
    "hidden/test_behaviour.py::test_does_not_hang_on_rounding",
]


def perceptron_network(truth_table):
    n = len(truth_table).bit_length() - 1
    rows = [[row >> place & 1 for place in reversed(range(n))] for row in range(len(truth_table))]
    detectors = [[1 if bit else -1 for bit in bits] for bits in rows]
    thresholds = [0.5 - sum(bits) for bits in rows]
    return [(detectors, thresholds), ([[(0.1 + 0.2) * value for value in truth_table]], [-0.3])]
