"""These smoothed labels do not sum to one: something that was taken from the true class went nowhere. Which class did
you leave out when sharing?"""

FAILS = ["hidden/test_numbers.py::test_smoothed_loss_of_the_report"]

smoothed_loss = 2.2273
