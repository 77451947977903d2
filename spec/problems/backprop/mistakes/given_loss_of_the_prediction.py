"""This is the loss for the class that the network finds most probable. Which class does the loss look at?"""

FAILS = ["hidden/test_numbers.py::test_loss_of_the_report"]

loss = 0.6811
