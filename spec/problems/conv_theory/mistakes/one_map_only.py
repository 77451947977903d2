"""This is the output of a single map. How many maps does the layer have?"""

FAILS = [
    "hidden/test_outputs.py::test_cost_of_a_convolution",
    "public/test_worked_examples.py::test_worked_costs",
]


def convolution_cost(n_in, kernel, maps, padding):
    length = n_in + 2 * padding - kernel + 1
    return length, maps * kernel, maps * length * kernel
