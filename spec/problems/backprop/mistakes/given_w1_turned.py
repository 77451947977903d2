"""The numbers are there, but as three rows of four. A derivative has the shape of its parameter."""

FAILS = ["hidden/test_numbers.py::test_derivative_by_w1"]

dl_dw1 = [[0.1735, 0.0, -1.0519, -0.4122], [-0.1735, 0.0, 1.0519, 0.4122], [0.0, 0.0, 0.0, 0.0]]
