"""This is the result when the table is read with the last input as the most significant digit. Functions that treat all
inputs alike hide this."""

FAILS = [
    "public/*::test_first_input_without_the_second",
    "hidden/test_outputs.py::test_functions_of_one_line",
    "hidden/test_many_inputs.py::test_three_inputs",
    "hidden/test_many_inputs.py::test_random_functions",
    "hidden/test_behaviour.py::test_does_not_hang_on_rounding",
    "hidden/test_behaviour.py::test_truth_table_stays",
]


def perceptron_network(truth_table):
    n = len(truth_table).bit_length() - 1
    rows = [[row >> place & 1 for place in range(n)] for row in range(len(truth_table))]
    detectors = [[1 if bit else -1 for bit in bits] for bits in rows]
    return [(detectors, [0.5 - sum(bits) for bits in rows]), ([list(truth_table)], [-0.5])]
