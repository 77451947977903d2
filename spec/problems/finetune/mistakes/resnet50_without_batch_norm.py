"""This is the result for resnet50 when the weights of batch normalisation are left out."""

FAILS = ["hidden/test_numbers.py::test_weights_of_resnet50"]

resnet50_weights = 25503912
