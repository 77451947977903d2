from functools import partial

import torch

from testkit import check, number, weight
from testkit.probes import convolution as probes


@number("1")
@weight(1)
def test_first_worked_vector(student, rng):
    """conv1d with the kernel [1, 1] gives the output of the hand-out."""
    by_hand = partial(probes.ask_by_hand, student, rng)
    conv1d = student.module("src.convolution").conv1d
    output = by_hand(conv1d, torch.tensor([3.0, 1.0, -2.0, 0.0, 2.0]), torch.tensor([1.0, 1.0]), stride=1, padding=0)
    check.close(
        output,
        torch.tensor([4.0, -1.0, -2.0, 2.0]),
        atol=1e-5,
        what="the output of conv1d",
        hint="A kernel of two ones adds each element to its right neighbour. Five elements have four such pairs.",
    )


@number("2")
@weight(1)
def test_second_worked_vector(student, rng):
    """conv1d with the kernel [1, -1] and padding gives the output of the hand-out."""
    by_hand = partial(probes.ask_by_hand, student, rng)
    conv1d = student.module("src.convolution").conv1d
    output = by_hand(conv1d, torch.tensor([3.0, 1.0, -2.0, 0.0, 2.0]), torch.tensor([1.0, -1.0]), stride=1, padding=1)
    check.close(
        output,
        torch.tensor([-3.0, 2.0, 3.0, -2.0, -2.0, 2.0]),
        atol=1e-5,
        what="the output of conv1d",
        hint="Write the signal with a zero at each end, put the kernel under the first two elements, and move it.",
    )


@number("3")
@weight(1)
def test_worked_transposed(student, rng):
    """conv_transpose1d gives the outputs of the hand-out."""
    by_hand = partial(probes.ask_by_hand, student, rng)
    conv_transpose1d = student.module("src.convolution").conv_transpose1d
    signal, kernel = torch.tensor([1.0, 2.0]), torch.tensor([1.0, 0.0, -1.0])
    check.equal(
        by_hand(conv_transpose1d, signal, kernel, stride=2, padding=0),
        torch.tensor([1.0, 0.0, 1.0, 0.0, -2.0]),
        what="the output of conv_transpose1d at stride 2",
        hint="Draw a copy of the kernel for each element of the signal, two places apart; add the copies where they overlap.",
    )
    check.equal(
        by_hand(conv_transpose1d, signal, kernel, stride=2, padding=1),
        torch.tensor([0.0, 1.0, 0.0]),
        what="the output of conv_transpose1d at stride 2 with padding 1",
        hint="In the transposed convolution, padding makes the output shorter.",
    )


@number("4")
@weight(1)
def test_worked_image(student, rng):
    """conv2d gives the output of the hand-out."""
    by_hand = partial(probes.ask_by_hand, student, rng)
    conv2d = student.module("src.convolution").conv2d
    first, second = (
        [[1.0, 2.0, 3.0], [4.0, 5.0, 6.0], [7.0, 8.0, 9.0]],
        [[1.0, 0.0, 2.0], [0.0, 3.0, 0.0], [4.0, 0.0, 5.0]],
    )
    image = torch.tensor([first, second])
    kernel = torch.tensor([[[[1.0, 0.0], [0.0, -1.0]], [[0.0, 1.0], [1.0, 0.0]]]])
    check.equal(
        by_hand(conv2d, image, kernel),
        torch.tensor([[[-4.0, 1.0], [3.0, -4.0]]]),
        what="the output of conv2d",
        hint="One kernel gives one output channel, for any number of input channels.",
    )


@number("5")
@weight(1)
def test_worked_sizes(student):
    """conv_output_size gives the four sizes of the hand-out."""
    conv_output_size = student.module("src.convolution").conv_output_size
    check.equal(conv_output_size(5, 2), 4, what="the size for 5 elements and a kernel of 2")
    check.equal(conv_output_size(5, 2, padding=1), 6, what="the size for 5 elements, a kernel of 2 and padding 1")
    check.equal(
        conv_output_size(32, 11, stride=4, padding=5),
        8,
        what="the output size for 32 elements, a kernel of 11, stride 4 and padding 5",
        hint="The kernel does not take a last step that would move it over the edge.",
    )
    check.equal(
        conv_output_size(11, 3, stride=2, dilation=2),
        4,
        what="the output size for 11 elements, a kernel of 3, stride 2 and dilation 2",
        hint="How many elements lie under a kernel of three whose elements are two apart, including the gaps?",
    )


@number("6")
@weight(1)
def test_worked_vectors_by_torch(student, rng):
    """nn.Conv1d and nn.ConvTranspose1d, given the same kernels, give the outputs in the hand-out."""
    with_layers = partial(probes.ask_with_layers, student, rng)
    convolution = student.module("src.convolution")
    signal = torch.tensor([3.0, 1.0, -2.0, 0.0, 2.0])
    ones, difference = torch.tensor([1.0, 1.0]), torch.tensor([1.0, -1.0])
    cases = [
        (convolution.conv1d_by_torch, "Conv1d", ones, 0, [4.0, -1.0, -2.0, 2.0]),
        (convolution.conv1d_by_torch, "Conv1d", difference, 1, [-3.0, 2.0, 3.0, -2.0, -2.0, 2.0]),
        (convolution.conv_transpose1d_by_torch, "ConvTranspose1d", ones, 0, [3.0, 4.0, -1.0, -2.0, 2.0, 2.0]),
        (convolution.conv_transpose1d_by_torch, "ConvTranspose1d", difference, 1, [-2.0, -3.0, 2.0, 2.0]),
    ]
    for function, layer, kernel, padding, expected in cases:
        output, called = with_layers(function, signal, kernel, stride=1, padding=padding)
        check.that(layer in called, f"The output should come from a layer nn.{layer}; no such layer was called.")
        check.equal(
            output,
            torch.tensor(expected),
            what=f"the output of nn.{layer}",
            hint="A new layer has random weights and a random bias. Replace both.",
        )
