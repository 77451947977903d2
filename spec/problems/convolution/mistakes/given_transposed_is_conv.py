"""These are the outputs of the layers that are not transposed. How does nn.ConvTranspose1d compute its output?"""

FAILS = ["hidden/test_numbers.py::test_transposed_sums", "hidden/test_numbers.py::test_transposed_differences"]

transposed_sums = [0, 2, 7, 8]
transposed_differences = [-1, 2, -4, -1, 0, 4]
