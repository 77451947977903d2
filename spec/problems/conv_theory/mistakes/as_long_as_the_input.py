"""This output is as long as the input. That is so only when the padding makes up for the length of the kernel."""

FAILS = [
    "hidden/test_outputs.py::test_cost_of_a_convolution",
    "public/test_worked_examples.py::test_worked_costs",
]


def convolution_cost(n_in, kernel, maps, padding):
    return maps * n_in, maps * kernel, maps * n_in * kernel
