"""This is the sum of the nodes of the layers. A connection is a pair of nodes, one of this layer and one of the
next."""

FAILS = ["hidden/test_numbers.py::test_fc_weights"]

fc_weights = 12490
