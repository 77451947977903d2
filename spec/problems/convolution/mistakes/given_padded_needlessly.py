"""This is the output for a signal with a zero at each end. How much padding does this layer have?"""

FAILS = ["hidden/test_numbers.py::test_sums"]

sums = [1, 0, 2, 7, 8, 4]
