from functools import partial

import torch
from torch.nn import functional as F

from testkit import check, number, weight
from testkit.probes import convolution as probes

# The sums here have at most 27 terms of size about 1, so float32 errors stay below 27 * 6e-8 * a few units: 1e-5 is enough,
# and a wrong term differs by far more.
SINGLE = {"rtol": 1e-4, "atol": 1e-5}


def normal(rng, *shape, dtype=torch.float64):
    return torch.randn(*shape, generator=rng, dtype=torch.float64).to(dtype)


def reference(function, x, kernel, stride, padding):
    """Return torch's own result in float64, without batch and channel axes."""
    return function(x.double()[None, None], kernel.double()[None, None], stride=stride, padding=padding)[0, 0]


@number("9")
@weight(1)
def test_conv1d_step_by_step(student, rng):
    """conv1d is right on random signals and kernels, one step at a time, in float64 and float32."""
    by_hand = partial(probes.ask_by_hand, student, rng)
    conv1d = student.module("src.convolution").conv1d
    for n, k in [(6, 2), (9, 4), (12, 12)]:
        signal, kernel = normal(rng, n), normal(rng, k)
        hint = "Compute the first output on paper: which element of the kernel multiplies which element of the signal?"
        expected = reference(F.conv1d, signal, kernel, 1, 0)
        check.close(by_hand(conv1d, signal, kernel), expected, what="the output of conv1d", hint=hint)
    signal, kernel = normal(rng, 20, dtype=torch.float32), normal(rng, 5, dtype=torch.float32)
    expected = reference(F.conv1d, signal, kernel, 1, 0)
    check.close(by_hand(conv1d, signal, kernel), expected, what="the output of conv1d in float32", **SINGLE)


@number("10")
@weight(1)
def test_conv1d_strides_and_padding(student, rng):
    """conv1d is right with strides and with padding."""
    by_hand = partial(probes.ask_by_hand, student, rng)
    conv1d = student.module("src.convolution").conv1d
    cases = [(11, 3, 2, 0), (12, 4, 3, 0), (8, 3, 1, 1), (9, 5, 1, 2), (13, 4, 2, 3), (10, 3, 4, 1)]
    for n, k, stride, padding in cases:
        signal, kernel = normal(rng, n), normal(rng, k)
        check.close(
            by_hand(conv1d, signal, kernel, stride=stride, padding=padding),
            reference(F.conv1d, signal, kernel, stride, padding),
            what="the output of conv1d with stride and padding",
            hint="Pad first, on both sides. The stride sets how far the kernel moves; the elements under it stay neighbours.",
        )


@number("11")
@weight(1)
def test_conv1d_unusual_geometries(student, rng):
    """conv1d is right for signals of one element, strides longer than the kernel and padding wider than the kernel."""
    by_hand = partial(probes.ask_by_hand, student, rng)
    conv1d = student.module("src.convolution").conv1d
    cases = [(1, 1, 1, 0), (1, 3, 1, 1), (1, 2, 5, 3), (9, 2, 5, 0), (8, 2, 7, 1), (4, 2, 1, 5), (3, 1, 2, 2)]
    for n, k, stride, padding in cases:
        signal, kernel = normal(rng, n), normal(rng, k)
        check.close(
            by_hand(conv1d, signal, kernel, stride, padding),
            reference(F.conv1d, signal, kernel, stride, padding),
            what="the output of conv1d",
            hint="If the other tests of conv1d pass: a stride or a padding may be larger than the kernel.",
        )


@number("12")
@weight(1)
def test_conv_transpose1d_step_by_step(student, rng):
    """conv_transpose1d is right on random signals and kernels, one step at a time, in float64 and float32."""
    by_hand = partial(probes.ask_by_hand, student, rng)
    conv_transpose1d = student.module("src.convolution").conv_transpose1d
    for n, k in [(1, 1), (1, 4), (5, 2), (6, 4), (3, 7)]:
        signal, kernel = normal(rng, n), normal(rng, k)
        check.close(
            by_hand(conv_transpose1d, signal, kernel),
            reference(F.conv_transpose1d, signal, kernel, 1, 0),
            what="the output of conv_transpose1d",
            hint="Every element of the signal adds its own copy of the kernel; where copies overlap, they add up.",
        )
    signal, kernel = normal(rng, 15, dtype=torch.float32), normal(rng, 4, dtype=torch.float32)
    expected = reference(F.conv_transpose1d, signal, kernel, 1, 0)
    output = by_hand(conv_transpose1d, signal, kernel)
    check.close(output, expected, what="the output of conv_transpose1d in float32", **SINGLE)


@number("13")
@weight(1)
def test_conv_transpose1d_strides_and_padding(student, rng):
    """conv_transpose1d is right with strides, even longer than the kernel, and with padding."""
    by_hand = partial(probes.ask_by_hand, student, rng)
    conv_transpose1d = student.module("src.convolution").conv_transpose1d
    cases = [
        (4, 3, 2, 0),
        (5, 4, 3, 0),
        (6, 3, 1, 1),
        (5, 4, 2, 1),
        (4, 2, 5, 0),
        (3, 2, 4, 2),
        (5, 5, 1, 3),
        (1, 5, 3, 2),
    ]
    for n, k, stride, padding in cases:
        signal, kernel = normal(rng, n), normal(rng, k)
        check.close(
            by_hand(conv_transpose1d, signal, kernel, stride=stride, padding=padding),
            reference(F.conv_transpose1d, signal, kernel, stride, padding),
            what="the output of conv_transpose1d with stride and padding",
            hint="Here the stride is the distance between copies of the kernel, and padding removes elements.",
        )


@number("14")
@weight(1)
def test_conv2d_sums_over_channels(student, rng):
    """conv2d is right on random images of one and of several channels, one step at a time, in float64 and float32."""
    by_hand = partial(probes.ask_by_hand, student, rng)
    conv2d = student.module("src.convolution").conv2d
    for image_shape, kernel_shape in [((1, 5, 5), (1, 1, 3, 3)), ((3, 5, 7), (2, 3, 2, 3)), ((2, 6, 4), (4, 2, 3, 1))]:
        image, kernel = normal(rng, *image_shape), normal(rng, *kernel_shape)
        check.close(
            by_hand(conv2d, image, kernel),
            F.conv2d(image[None], kernel)[0],
            what="the output of conv2d",
            hint="Each of the O kernels is as deep as the image and gives one map; rows and columns keep their order.",
        )
    image, kernel = normal(rng, 3, 6, 5, dtype=torch.float32), normal(rng, 2, 3, 3, 3, dtype=torch.float32)
    expected = F.conv2d(image.double()[None], kernel.double())[0]
    check.close(by_hand(conv2d, image, kernel), expected, what="the output of conv2d in float32", **SINGLE)


@number("15")
@weight(1)
def test_conv2d_strides_and_padding(student, rng):
    """conv2d is right with strides and padding, on images and kernels that are not square."""
    by_hand = partial(probes.ask_by_hand, student, rng)
    conv2d = student.module("src.convolution").conv2d
    cases = [
        ((1, 6, 7), (2, 1, 3, 2), 2, 0),
        ((2, 4, 6), (3, 2, 3, 3), 1, 1),
        ((3, 7, 5), (2, 3, 2, 4), 3, 2),
        ((1, 1, 1), (1, 1, 1, 1), 2, 1),
        ((2, 5, 4), (1, 2, 1, 2), 3, 2),
    ]
    for image_shape, kernel_shape, stride, padding in cases:
        image, kernel = normal(rng, *image_shape), normal(rng, *kernel_shape)
        check.close(
            by_hand(conv2d, image, kernel, stride=stride, padding=padding),
            F.conv2d(image[None], kernel, stride=stride, padding=padding)[0],
            what="the output of conv2d with stride and padding",
            hint="Stride and padding are the same for rows and columns; the sizes of image and kernel may differ between them.",
        )


@number("16")
@weight(1)
def test_layers_of_torch(student, rng):
    """nn.Conv1d and nn.ConvTranspose1d with random kernels give the outputs of the definitions."""
    with_layers = partial(probes.ask_with_layers, student, rng)
    convolution = student.module("src.convolution")
    kinds = [
        (convolution.conv1d_by_torch, "Conv1d", F.conv1d),
        (convolution.conv_transpose1d_by_torch, "ConvTranspose1d", F.conv_transpose1d),
    ]
    cases = [(8, 3, 1, 0, torch.float32), (7, 4, 2, 1, torch.float32), (6, 3, 3, 1, torch.float64)]
    cases += [(3, 3, 1, 0, torch.float32), (2, 2, 1, 1, torch.float32)]  # one output: of the first layer, of the second one
    for function, layer, definition in kinds:
        for n, k, stride, padding, dtype in cases:
            signal, kernel = normal(rng, n, dtype=dtype), normal(rng, k, dtype=dtype)
            output, called = with_layers(function, signal, kernel, stride=stride, padding=padding)
            check.that(layer in called, f"The output should come from a layer nn.{layer}; no such layer was called.")
            check.close(
                output,
                reference(definition, signal, kernel, stride, padding).to(dtype),
                **(SINGLE if dtype == torch.float32 else {}),
                what=f"the output of nn.{layer}",
                hint="Stride and padding belong to the layer. By default it also has a bias.",
            )
            check.that(output.dtype == dtype, f"The output of nn.{layer} should keep the dtype of the signal.")
