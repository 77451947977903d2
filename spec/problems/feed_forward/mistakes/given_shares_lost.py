"""These smoothed labels do not sum to one: a part of what the true class gives up is missing. Which class is left
out?"""

FAILS = ["hidden/test_numbers.py::test_smoothed_loss_of_the_report"]

smoothed_loss = 2.2273
