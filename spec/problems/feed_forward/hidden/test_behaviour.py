import numpy as np
import torch

from testkit import check, controls, number, weight


@number("12")
@weight(1)
def test_inputs_stay_as_they_are(student, rng):
    """The functions do not change the input, the weights and biases, or the logits."""
    network = student.module("src.feed_forward")

    def normal(*shape):
        return torch.randn(*shape, generator=rng, dtype=torch.float64).numpy()

    x, first, second, b_1, b_2 = normal(4, 3), normal(3, 3), normal(2, 3), normal(3), normal(2)
    calls = [
        ("forward", network.forward, (x, [first, second], [b_1, b_2])),
        ("softmax", network.softmax, (normal(4, 3),)),
        ("softmax", network.softmax, (normal(3),)),
        ("cross_entropy", network.cross_entropy, (normal(3), 1)),
        ("cross_entropy", network.cross_entropy, (normal(4, 3), np.array([1, 0, 2, 1]))),
        ("label_smoothed_cross_entropy", network.label_smoothed_cross_entropy, (normal(3), 1, 0.1)),
        ("label_smoothed_cross_entropy", network.label_smoothed_cross_entropy, (normal(4, 3), np.array([1, 0, 2, 1]), 0.1)),
    ]
    for name, function, arguments in calls:
        _, changed = controls.call_keeping_inputs(student, rng, function, *arguments)
        check.that(
            changed == [],
            f"{name} writes into its arguments.",
            hint="h = x does not copy x: h += ... and h[h < 0] = 0 write into x too.",
        )
