"""This counts multiplications and additions apart. What is one operation said to be here?"""

FAILS = ["hidden/test_numbers.py::test_f_operations", "hidden/test_numbers.py::test_g_operations"]

f_operations = 199000
g_operations = 5000
