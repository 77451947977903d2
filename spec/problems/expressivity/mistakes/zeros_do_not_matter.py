"""This is the result when a hidden perceptron checks the ones of its row and not the zeros. It is then also on for rows
with more ones."""

FAILS = [
    "public/*::test_first_input_without_the_second",
    "hidden/test_outputs.py::test_functions_of_one_line",
    "hidden/test_outputs.py::test_unequal_and_equal",
    "hidden/test_many_inputs.py::*",
    "hidden/test_behaviour.py::test_does_not_hang_on_rounding",
    "hidden/test_behaviour.py::test_truth_table_stays",
]


def perceptron_network(truth_table):
    n = len(truth_table).bit_length() - 1
    rows = [[row >> place & 1 for place in reversed(range(n))] for row in range(len(truth_table))]
    return [(rows, [0.5 - sum(bits) for bits in rows]), ([list(truth_table)], [-0.5])]
