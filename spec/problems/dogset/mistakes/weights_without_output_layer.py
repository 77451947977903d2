"""This counts the connections into the two hidden layers, but not those into the output layer."""

FAILS = ["hidden/test_numbers.py::test_fc_weights"]

fc_weights = 1581056
