"""This is the result when every element of a dilated kernel is followed by a gap, even the last one. Draw a kernel of
three with dilation two: how many boxes are there from the first element to the last?"""

FAILS = [
    "hidden/test_shapes.py::test_size_with_dilation",
    "public/test_worked_examples.py::test_worked_sizes",
]


def conv_output_size(size, kernel, stride=1, padding=0, dilation=1):
    span = dilation * kernel
    if span > size + 2 * padding:
        raise ValueError("The kernel does not fit.")
    return (size + 2 * padding - span) // stride + 1
