"""This loss uses the logarithm of base two. Which logarithm belongs to softmax and its powers of e?"""

FAILS = ["hidden/test_numbers.py::test_loss_of_the_report"]

loss = 1.2711
