"""This is the result when the output needs all of its hidden perceptrons at once. How many rows can the inputs match at
a time?"""

FAILS = [
    "hidden/test_outputs.py::test_constant_functions",
    "hidden/test_outputs.py::test_functions_of_one_line",
    "hidden/test_outputs.py::test_unequal_and_equal",
    "hidden/test_many_inputs.py::*",
    "hidden/test_behaviour.py::test_does_not_hang_on_rounding",
    "hidden/test_behaviour.py::test_truth_table_stays",
]


def perceptron_network(truth_table):
    n = len(truth_table).bit_length() - 1
    rows = [[row >> place & 1 for place in reversed(range(n))] for row in range(len(truth_table))]
    detectors = [[1 if bit else -1 for bit in bits] for bits in rows]
    thresholds = [0.5 - sum(bits) for bits in rows]
    return [(detectors, thresholds), ([list(truth_table)], [0.5 - sum(truth_table)])]
