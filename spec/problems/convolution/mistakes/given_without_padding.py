"""Here the kernel slides over the signal without padding. Where do the zeros of the padding go?"""

FAILS = ["hidden/test_numbers.py::test_differences"]

differences = [2, -4, -1, 0]
