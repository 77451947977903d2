"""This is the result when the picture gets zeros above and below, but not on its left and right."""

FAILS = [
    "hidden/test_gradients.py::test_gradients_of_conv2d",
    "hidden/test_outputs.py::test_conv2d_strides_and_padding",
]


def conv2d(image, kernel, stride=1, padding=0, right=conv2d):
    channels, _, width = image.shape
    rows = image.new_zeros(channels, padding, width)
    return right(torch.cat([rows, image, rows], dim=1), kernel, stride, 0)
