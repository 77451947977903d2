"""This is the result when the last weight matrix is read by columns. Which of its rows belongs to the first logit?"""

FAILS = ["hidden/test_numbers.py::test_logits"]

logits = [6, -3, -1]
