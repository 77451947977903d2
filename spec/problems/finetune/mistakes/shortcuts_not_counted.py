"""This is the result when the shortcuts' convolutions are not counted."""

FAILS = ["hidden/test_numbers.py::test_convolutions_of_resnet50"]

resnet50_convolutions = 49
