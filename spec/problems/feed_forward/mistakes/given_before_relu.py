"""This is the first layer before ReLU. What does ReLU do to a unit whose sum is negative?"""

FAILS = ["hidden/test_numbers.py::test_first_hidden_layer"]

h1 = [3, 1, -2, 1]
