"""This is the derivative with respect to h1. The bias is added before ReLU: which of the two derivatives reaches it?"""

FAILS = ["hidden/test_numbers.py::test_derivative_by_b1"]

dl_db1 = [0.1735, 0.9183, -1.0519, -0.4122]
