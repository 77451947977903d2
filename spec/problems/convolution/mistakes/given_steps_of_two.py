"""Here the kernel moves by its own length. How far does it move at stride 1?"""

FAILS = ["hidden/test_numbers.py::test_sums"]

sums = [0, 7]
