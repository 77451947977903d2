"""This counts pictures of one channel. How many numbers does a colour picture of 64 x 64 pixels have?"""

FAILS = ["hidden/test_numbers.py::test_fc_weights"]

fc_weights = 533120
