"""The forms of the answers."""

import torch

from testkit import check, number, weight
from testkit.probes import binary_auc as probes


@number("19")
@weight(1)
def test_one_score_for_each_picture(student, rng):
    """plane_scores returns one number for each picture."""
    plane_scores = student.module("src.binary").plane_scores
    for n in (7, 10, 1):
        check.shape(plane_scores(torch.randn(n, 10, generator=rng)), (n,), what="the result of plane_scores")


@number("20")
@weight(1)
def test_one_point_for_each_score(student, rng):
    """roc_curve returns a point for each distinct score, and one before them."""
    roc_curve = student.module("src.binary").roc_curve
    for levels in (7, 0):
        labels, scores = probes.draw(rng, 20, 30, levels)
        parts = check.unpack(roc_curve(labels, scores), 3, what="what roc_curve returns")
        for name, part in zip(("false positive rates", "true positive rates", "thresholds"), parts, strict=True):
            check.that(
                probes.count(part) == len(set(scores.tolist())) + 1,
                f"The {name} should have one entry for each distinct score, and one before them.",
                hint="The curve begins at (0, 0), where no picture is taken for a plane. After it, are points left out, or does a "
                     "score that several pictures share give several?",
            )


@number("21")
@weight(1)
def test_area_and_loss_are_numbers(student, rng):
    """roc_auc and plane_loss return one number each."""
    binary = student.module("src.binary")
    labels, scores = probes.draw(rng, 8, 12)
    check.number(binary.roc_auc(labels, scores), what="the result of roc_auc")
    classes = torch.randint(10, (9,), generator=rng)
    check.number(binary.plane_loss(torch.randn(9, 10, generator=rng), classes), what="the result of plane_loss",
                 hint="The loss of a batch is a weighted mean, one number.")
