"""This is what comes out when the kernel is turned around first, as in mathematics. What does a layer of torch.nn do
with it?"""

FAILS = ["hidden/test_numbers.py::test_differences"]

differences = [1, -2, 4, 1, 0, -4]
