"""This is the result when rows and columns are exchanged. Pictures are stored as (channels, height, width), and height
counts downwards."""

FAILS = [
    "hidden/test_gradients.py::test_gradients_of_conv2d",
    "hidden/test_outputs.py::test_conv2d_sums_over_channels",
    "hidden/test_outputs.py::test_conv2d_strides_and_padding",
    "public/test_worked_examples.py::test_worked_image",
]


def conv2d(image, kernel, stride=1, padding=0, right=conv2d):
    return right(image, kernel, stride, padding).transpose(1, 2)
