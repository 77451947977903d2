"""This is the loss for the most probable class. For which class is the loss defined?"""

FAILS = ["hidden/test_numbers.py::test_loss_of_the_report"]

loss = 0.6811
