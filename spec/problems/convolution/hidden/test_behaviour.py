from functools import partial

import torch

from testkit import check, controls, number, weight
from testkit.probes import convolution as probes


def normal(rng, *shape, dtype=torch.float64):
    return torch.randn(*shape, generator=rng, dtype=torch.float64).to(dtype)


@number("19")
@weight(1)
def test_refuses_what_does_not_fit(student, rng):
    """A kernel that does not fit even once, or a padding that leaves nothing, raises a ValueError."""
    by_hand = partial(probes.ask_by_hand, student, rng)
    convolution = student.module("src.convolution")
    hint = "An empty result would hide the error: raise a ValueError whose message says what does not fit."
    for n, k, padding in [(3, 4, 0), (1, 6, 2)]:
        what = f"with a signal of {n}, a kernel of {k} and padding {padding}, "
        size, conv1d = convolution.conv_output_size, convolution.conv1d
        signal, kernel = normal(rng, n), normal(rng, k)
        check.raises(ValueError, size, n, k, 2, padding, what=what + "conv_output_size", hint=hint)
        check.raises(ValueError, by_hand, conv1d, signal, kernel, 2, padding, what=what + "conv1d", hint=hint)
    what = "with a kernel of 3 at dilation 3 on 6 elements, conv_output_size"
    check.raises(ValueError, convolution.conv_output_size, 6, 3, dilation=3, what=what, hint=hint)
    conv_transpose1d, signal, kernel = convolution.conv_transpose1d, normal(rng, 2), normal(rng, 3)
    what = "with padding that cuts everything off, conv_transpose1d"
    check.raises(ValueError, by_hand, conv_transpose1d, signal, kernel, 1, 2, what=what, hint=hint)
    for kernel in (normal(rng, 2, 1, 4, 2), normal(rng, 2, 1, 2, 4)):
        image, conv2d = normal(rng, 1, 3, 3), convolution.conv2d
        check.raises(ValueError, by_hand, conv2d, image, kernel, what="with too large a kernel, conv2d", hint=hint)


@number("20")
@weight(1)
def test_leaves_inputs_and_dtype_alone(student, rng):
    """The results have the dtype of the inputs, and the inputs do not change."""
    convolution = student.module("src.convolution")
    for dtype in (torch.float32, torch.float64):
        cases = [
            ("conv1d", convolution.conv1d, normal(rng, 9, dtype=dtype), normal(rng, 3, dtype=dtype)),
            (
                "conv_transpose1d",
                convolution.conv_transpose1d,
                normal(rng, 5, dtype=dtype),
                normal(rng, 4, dtype=dtype),
            ),
            ("conv2d", convolution.conv2d, normal(rng, 2, 5, 4, dtype=dtype), normal(rng, 3, 2, 2, 3, dtype=dtype)),
        ]
        for name, function, x, kernel in cases:
            output, changed = controls.call_keeping_inputs(student, rng, function, x, kernel, stride=2, padding=1)
            check.tensor(output, what=f"the output of {name}")
            check.that(
                output.dtype == dtype,
                f"{name} should return the dtype of its inputs.",
                values=f"Given {dtype}, got {output.dtype}.",
                hint="torch.zeros makes float32 by default; x.new_zeros uses the dtype of x." if dtype == torch.float64 else "",
            )
            check.that(
                changed == [],
                f"{name} changed its inputs.",
                hint="Operations whose names end in an underscore, and +=, write into the caller's tensor.",
            )
