"""This is the result when there is one hidden perceptron for every 1 of the table, and the table has none. A layer
needs at least one perceptron."""

FAILS = [
    "hidden/test_outputs.py::test_constant_functions",
    "hidden/test_many_inputs.py::test_one_input",
    "hidden/test_many_inputs.py::test_three_inputs",
    "hidden/test_behaviour.py::test_does_not_hang_on_rounding",
]


def perceptron_network(truth_table):
    n = len(truth_table).bit_length() - 1
    rows = [[row >> place & 1 for place in reversed(range(n))] for row in range(len(truth_table))]
    chosen = [bits for bits, value in zip(rows, truth_table) if value]
    detectors = [[1 if bit else -1 for bit in bits] for bits in chosen]
    return [(detectors, [0.5 - sum(bits) for bits in chosen]), ([[1] * len(chosen)], [-0.5])]
