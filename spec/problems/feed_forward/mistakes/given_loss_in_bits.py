"""This loss uses the logarithm of base two. Which logarithm belongs to the softmax and its powers of e?"""

FAILS = [
    "hidden/test_numbers.py::test_cross_entropy_of_the_report",
    "hidden/test_numbers.py::test_smoothed_loss_of_the_report",
]

loss = 3.4734
smoothed_loss = 3.3292
