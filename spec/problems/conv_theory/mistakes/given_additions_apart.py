"""This counts multiplications and additions separately. What does the question count as one operation?"""

FAILS = ["hidden/test_numbers.py::test_f_operations", "hidden/test_numbers.py::test_g_operations"]

f_operations = 199000
g_operations = 5000
