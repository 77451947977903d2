"""This gives every place of the signal a kernel of its own. What does a convolution do with its kernel?"""

FAILS = ["hidden/test_numbers.py::test_g_parameters"]

g_parameters = 3000
