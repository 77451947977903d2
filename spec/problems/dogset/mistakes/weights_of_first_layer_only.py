"""These are the connections into the first hidden layer only. Which layers come after it?"""

FAILS = ["hidden/test_numbers.py::test_fc_weights"]

fc_weights = 1572864
