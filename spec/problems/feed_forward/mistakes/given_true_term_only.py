"""This is the term of the true class alone. With smoothed labels, the other classes have terms too."""

FAILS = ["hidden/test_numbers.py::test_smoothed_loss_of_the_report"]

smoothed_loss = 2.2471
