"""This is one feature map. How many maps are there, and how many numbers do they have together?"""

FAILS = [
    "hidden/test_numbers.py::test_g_dimension",
    "hidden/test_numbers.py::test_g_parameters",
    "hidden/test_numbers.py::test_g_operations",
]

g_dimension = 100
g_parameters = 3
g_operations = 300
