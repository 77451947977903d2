"""This is the number of all parameters, biases included. The question asks for connections: which of the
parameters belong to a node alone, and not to a pair of nodes?"""

FAILS = ["hidden/test_numbers.py::test_fc_weights"]

fc_weights = 1581898
