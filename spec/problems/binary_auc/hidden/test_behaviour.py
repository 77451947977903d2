"""What the functions refuse, and what they leave alone."""

import torch

from testkit import check, controls, number, weight
from testkit.probes import binary_auc as probes

HINT = "Without planes there is no true positive rate, and without other pictures no false positive rate: 0 / 0 is no number."


@number("22")
@weight(1)
def test_curve_refuses_one_class(student, rng):
    """roc_curve raises a ValueError where all pictures are planes, and where none is."""
    for label, n in ((1, 6), (0, 9), (0, 1)):
        scores, labels = torch.rand(n, generator=rng), torch.full((n,), label)
        check.raises(ValueError, student.module("src.binary").roc_curve, labels, scores, what="roc_curve of one class", hint=HINT)


@number("23")
@weight(1)
def test_area_refuses_one_class(student, rng):
    """roc_auc raises a ValueError where all pictures are planes, and where none is."""
    for label, n in ((1, 6), (0, 9), (0, 1)):
        scores, labels = torch.rand(n, generator=rng), torch.full((n,), label)
        check.raises(ValueError, student.module("src.binary").roc_auc, labels, scores, what="roc_auc of one class", hint=HINT)


@number("24")
@weight(1)
def test_inputs_stay_as_they_are(student, rng):
    """None of the four functions changes its arguments."""
    binary = student.module("src.binary")
    labels, scores = probes.draw(rng, 9, 14, levels=6)
    logits, classes = torch.randn(12, 10, generator=rng), torch.randint(10, (12,), generator=rng)
    calls = [
        ("plane_scores", binary.plane_scores, (logits,)),
        ("roc_curve", binary.roc_curve, (labels, scores)),
        ("roc_auc", binary.roc_auc, (labels, scores)),
        ("plane_loss", binary.plane_loss, (logits, classes)),
    ]
    for name, function, arguments in calls:
        result, changed = controls.call_keeping_inputs(student, rng, function, *arguments)
        check.that(result is not None, f"{name} should return a result.")
        check.that(
            changed == [],
            f"{name} changes its arguments.",
            hint="Sorting with out=, -= and names that end in an underscore write into the caller's tensor.",
        )
