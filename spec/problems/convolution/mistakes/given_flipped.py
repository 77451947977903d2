"""This is the result when the kernel is flipped first, as in mathematics. What does a layer of torch.nn do with its
kernel?"""

FAILS = ["hidden/test_numbers.py::test_differences"]

differences = [1, -2, 4, 1, 0, -4]
