"""This is the result when the kernel is taken to be as long as its number of elements. With dilation there are gaps
between the elements, and the gaps need space too."""

FAILS = [
    "hidden/test_behaviour.py::test_refuses_what_does_not_fit",
    "hidden/test_shapes.py::test_size_with_dilation",
    "public/test_worked_examples.py::test_worked_sizes",
]


def conv_output_size(size, kernel, stride=1, padding=0, dilation=1):
    if kernel > size + 2 * padding:
        raise ValueError("The kernel does not fit.")
    return (size + 2 * padding - kernel) // stride + 1
