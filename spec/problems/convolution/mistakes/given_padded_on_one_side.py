"""Here the signal has a zero at its beginning only. Padding 1 is one zero on each of the two sides."""

FAILS = ["hidden/test_numbers.py::test_differences"]

differences = [-1, 2, -4, -1, 0]
