"""This is the result when every channel keeps its own map. A kernel is as deep as the image, and everything under it
goes into one sum."""

FAILS = [
    "hidden/test_gradients.py::test_gradients_of_conv2d",
    "hidden/test_outputs.py::test_conv2d_sums_over_channels",
    "hidden/test_outputs.py::test_conv2d_strides_and_padding",
    "public/test_worked_examples.py::test_worked_image",
]


def conv2d(image, kernel, stride=1, padding=0):
    channels, height, width = image.shape
    n_kernels, _, kernel_height, kernel_width = kernel.shape
    padded = image.new_zeros(channels, height + 2 * padding, width + 2 * padding)
    padded[:, padding : padding + height, padding : padding + width] = image
    tops = range(0, padded.shape[1] - kernel_height + 1, stride)
    lefts = range(0, padded.shape[2] - kernel_width + 1, stride)
    if not tops or not lefts:
        raise ValueError("The kernel does not fit.")
    places = [
        (padded[:, top : top + kernel_height, left : left + kernel_width] * kernel).sum(dim=(2, 3))
        for top in tops
        for left in lefts
    ]
    return torch.stack(places, dim=2).reshape(n_kernels * channels, len(tops), len(lefts))
