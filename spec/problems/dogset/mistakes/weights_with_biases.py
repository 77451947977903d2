"""This is the number of all parameters, biases included. The question asks for connections only: which parameters do
not connect two nodes?"""

FAILS = ["hidden/test_numbers.py::test_fc_weights"]

fc_weights = 1581898
