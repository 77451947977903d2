import torch
from torch.nn import functional as F

from testkit import check, number, weight
from testkit.probes import convolution as probes

CUT = "Somewhere, tensors became plain numbers or arrays; torch cannot compute gradients through those."


# In float32, as an output of another dtype is judged by a test of its own. A gradient has at most 20 terms of size about 1, and
# a wrong or missing term differs by far more.
SINGLE = {"rtol": 1e-4, "atol": 1e-5}


def normal(rng, *shape):
    return torch.randn(*shape, generator=rng, dtype=torch.float32)


def judge(output, found, expected, direction, names, what):
    """Compare gradients along a direction with those of torch's own convolution."""
    check.shape(output, direction.shape, what=f"the output of {what}")
    check.that(len(found) == len(names), f"No gradient flows through {what}.", hint=CUT)
    for name, gradient, wanted in zip(names, found, expected, strict=True):
        check.that(gradient is not None, f"No gradient flows through {what} to the {name}.", hint=CUT)
        check.close(gradient, wanted, what=f"the gradient through {what} with respect to the {name}", **SINGLE)


@number("17")
@weight(1)
def test_gradients_in_one_dimension(student, rng):
    """Gradients flow through conv1d and conv_transpose1d to the signal and to the kernel, and are right."""
    convolution = student.module("src.convolution")
    for name, definition in [("conv1d", F.conv1d), ("conv_transpose1d", F.conv_transpose1d)]:
        function = convolution.conv1d if name == "conv1d" else convolution.conv_transpose1d
        for n, k, stride, padding in [(7, 3, 1, 0), (8, 3, 2, 1), (5, 2, 3, 0)]:
            signal, kernel = normal(rng, n).requires_grad_(), normal(rng, k).requires_grad_()
            answer = definition(signal[None, None], kernel[None, None], stride=stride, padding=padding)[0, 0]
            direction = normal(rng, *answer.shape)
            expected = torch.autograd.grad((answer * direction).sum(), [signal, kernel])
            given = [signal.detach(), kernel.detach()]
            called = probes.ask_gradients_along(student, rng, function, given, direction, stride=stride, padding=padding)
            output, found = check.unpack(called, 2)
            judge(output, found, expected, direction, ["signal", "kernel"], name)


@number("18")
@weight(1)
def test_gradients_of_conv2d(student, rng):
    """Gradients flow through conv2d to the image and to the kernel, and are right."""
    conv2d = student.module("src.convolution").conv2d
    cases = [((2, 4, 5), (3, 2, 2, 3), 1, 0), ((1, 5, 4), (2, 1, 3, 2), 2, 1)]
    for image_shape, kernel_shape, stride, padding in cases:
        image, kernel = normal(rng, *image_shape).requires_grad_(), normal(rng, *kernel_shape).requires_grad_()
        answer = F.conv2d(image[None], kernel, stride=stride, padding=padding)[0]
        direction = normal(rng, *answer.shape)
        expected = torch.autograd.grad((answer * direction).sum(), [image, kernel])
        given = [image.detach(), kernel.detach()]
        called = probes.ask_gradients_along(student, rng, conv2d, given, direction, stride=stride, padding=padding)
        output, found = check.unpack(called, 2)
        judge(output, found, expected, direction, ["image", "kernel"], "conv2d")
