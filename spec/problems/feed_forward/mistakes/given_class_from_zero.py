"""Here classes seem to count from 0. The question is about numbers on paper: which number does the first class have
there?"""

FAILS = ["hidden/test_numbers.py::test_predicted_class"]

predicted_class = 0
