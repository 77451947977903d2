"""This counts new weights for every place. What does a convolution do with its weights?"""

FAILS = [
    "hidden/test_outputs.py::test_cost_of_a_convolution",
    "public/test_worked_examples.py::test_worked_costs",
]


def convolution_cost(n_in, kernel, maps, padding):
    n_out = maps * (n_in + 2 * padding - kernel + 1)
    return n_out, n_out * kernel, n_out * kernel
