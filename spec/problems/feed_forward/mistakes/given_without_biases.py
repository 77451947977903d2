"""This first layer has no biases in it. What is added to the weighted sum before ReLU?"""

FAILS = ["hidden/test_numbers.py::test_first_hidden_layer"]

h1 = [4, 1, 0, 0]
