"""This is the result of one perceptron with its best line. Where is that line for a function that is 1 on a
diagonal?"""

FAILS = [
    "hidden/test_outputs.py::test_unequal_and_equal",
    "hidden/test_many_inputs.py::test_three_inputs",
    "hidden/test_many_inputs.py::test_random_functions",
    "hidden/test_many_inputs.py::test_parity",
    "hidden/test_behaviour.py::test_does_not_hang_on_rounding",
]


def perceptron_network(truth_table):
    n = len(truth_table).bit_length() - 1
    rows = [[row >> place & 1 for place in reversed(range(n))] for row in range(len(truth_table))]
    signs = [2 * value - 1 for value in truth_table]
    weights, bias = [0.0] * n, 0.0
    for _ in range(100):
        for bits, sign in zip(rows, signs):
            if sign * (sum(w * x for w, x in zip(weights, bits)) + bias - 0.5) <= 0:
                weights = [w + sign * x for w, x in zip(weights, bits)]
                bias += sign
    return [([weights], [bias - 0.5])]
