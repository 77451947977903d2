"""This is the loss for the class that the network predicts. Which class does the loss look at?"""

FAILS = ["hidden/test_numbers.py::test_cross_entropy_of_the_report"]

loss = 0.4076
