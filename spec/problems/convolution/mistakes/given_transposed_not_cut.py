"""Here nothing is cut off. What does padding do to the output of a transposed convolution?"""

FAILS = ["hidden/test_numbers.py::test_transposed_differences"]

transposed_differences = [1, -2, 4, 1, 0, -4]
