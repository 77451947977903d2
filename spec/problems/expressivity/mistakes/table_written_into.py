"""This is the result when the function writes into its input list. The caller's truth table is then changed."""

FAILS = [
    "hidden/test_behaviour.py::test_truth_table_stays",
]


def perceptron_network(truth_table):
    n = len(truth_table).bit_length() - 1
    rows = [[row >> place & 1 for place in reversed(range(n))] for row in range(len(truth_table))]
    detectors = [[1 if bit else -1 for bit in bits] for bits in rows]
    weights = list(truth_table)
    truth_table.append(-0.5)
    return [(detectors, [0.5 - sum(bits) for bits in rows]), ([weights], truth_table[-1:])]
