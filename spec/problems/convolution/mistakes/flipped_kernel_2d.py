"""This is what comes out of conv2d when the kernel is turned upside down and left to right before it slides.
torch.nn slides the kernel as it is; what mathematicians call convolution differs from that in exactly this."""

FAILS = [
    "hidden/test_gradients.py::test_gradients_of_conv2d",
    "hidden/test_outputs.py::test_conv2d_sums_over_channels",
    "hidden/test_outputs.py::test_conv2d_strides_and_padding",
    "public/test_worked_examples.py::test_worked_image",
]


def conv2d(image, kernel, stride=1, padding=0, right=conv2d):
    return right(image, kernel.flip(2, 3), stride, padding)
