"""The numbers are there, but as four rows of three. A derivative has the shape of its parameter."""

FAILS = ["hidden/test_numbers.py::test_derivative_by_w2"]

dl_dw2 = [[0.5061, 0.0796, -0.5857], [0.0, 0.0, 0.0], [0.0506, 0.008, -0.0586], [0.2024, 0.0318, -0.2343]]
