"""This is the result when conv2d flips the kernel in both directions before it slides. Convolution in mathematics flips
the kernel; torch.nn does not."""

FAILS = [
    "hidden/test_gradients.py::test_gradients_of_conv2d",
    "hidden/test_outputs.py::test_conv2d_sums_over_channels",
    "hidden/test_outputs.py::test_conv2d_strides_and_padding",
    "public/test_worked_examples.py::test_worked_image",
]


def conv2d(image, kernel, stride=1, padding=0, right=conv2d):
    return right(image, kernel.flip(2, 3), stride, padding)
