"""This counts a bias for every output or map. The layers of this question have none."""

FAILS = ["hidden/test_numbers.py::test_f_parameters", "hidden/test_numbers.py::test_g_parameters"]

f_parameters = 101000
g_parameters = 40
