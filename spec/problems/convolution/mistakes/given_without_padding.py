"""Here the kernel slides over the signal as it is. Where do the zeros of the padding stand?"""

FAILS = ["hidden/test_numbers.py::test_differences"]

differences = [2, -4, -1, 0]
