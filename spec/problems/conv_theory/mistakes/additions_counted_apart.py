"""This counts multiplications and additions separately. What does the hand-out count as one operation?"""

FAILS = [
    "hidden/test_outputs.py::test_cost_of_a_fully_connected_layer",
    "hidden/test_outputs.py::test_cost_of_a_convolution",
    "public/test_worked_examples.py::test_worked_costs",
]


def fully_connected_cost(n_in, n_out):
    return n_out, n_in * n_out, (2 * n_in - 1) * n_out


def convolution_cost(n_in, kernel, maps, padding):
    n_out = maps * (n_in + 2 * padding - kernel + 1)
    return n_out, maps * kernel, n_out * (2 * kernel - 1)
