"""This is the number of connections of the network for digits. How many inputs does this network have?"""

FAILS = ["hidden/test_numbers.py::test_fc_weights"]

fc_weights = 109184
