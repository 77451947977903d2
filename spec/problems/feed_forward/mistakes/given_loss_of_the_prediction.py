"""This is the loss for the predicted class. For which class is the loss defined?"""

FAILS = ["hidden/test_numbers.py::test_cross_entropy_of_the_report"]

loss = 0.4076
