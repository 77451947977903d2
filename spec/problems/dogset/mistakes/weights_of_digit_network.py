"""This is the number of connections of the network for digits. How many numbers come in here?"""

FAILS = ["hidden/test_numbers.py::test_fc_weights"]

fc_weights = 109184
