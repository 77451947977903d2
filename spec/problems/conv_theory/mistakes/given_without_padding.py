"""This is the output for a signal without zeros at its ends. How long is the signal after padding?"""

FAILS = ["hidden/test_numbers.py::test_g_dimension", "hidden/test_numbers.py::test_g_operations"]

g_dimension = 980
g_operations = 2940
