"""The connections of the two hidden layers are counted, and those into the output layer are not."""

FAILS = ["hidden/test_numbers.py::test_fc_weights"]

fc_weights = 1581056
