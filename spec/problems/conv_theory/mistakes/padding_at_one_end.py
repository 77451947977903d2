"""This counts the zeros at one end only."""

FAILS = [
    "hidden/test_outputs.py::test_cost_of_a_convolution",
]


def convolution_cost(n_in, kernel, maps, padding):
    n_out = maps * (n_in + padding - kernel + 1)
    return n_out, maps * kernel, n_out * kernel
