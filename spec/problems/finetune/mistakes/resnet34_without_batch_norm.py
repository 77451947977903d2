"""This is the result for resnet34 when the weights of batch normalisation are left out."""

FAILS = ["hidden/test_numbers.py::test_weights_of_resnet34"]

resnet34_weights = 21780648
