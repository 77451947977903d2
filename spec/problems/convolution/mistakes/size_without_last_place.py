"""This is the number of steps, not of places. Where is the kernel before its first step?"""

FAILS = [
    "hidden/test_shapes.py::test_size_is_the_number_of_places",
    "hidden/test_shapes.py::test_size_with_dilation",
    "public/test_worked_examples.py::test_worked_sizes",
]


def conv_output_size(size, kernel, stride=1, padding=0, dilation=1):
    span = dilation * (kernel - 1) + 1
    if span > size + 2 * padding:
        raise ValueError("The kernel does not fit.")
    return (size + 2 * padding - span) // stride
