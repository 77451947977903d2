"""The worked examples of the hand-out."""

import math

import torch

from testkit import check, number, weight
from testkit.probes import binary_auc as probes

LABELS = torch.tensor([1, 0, 1, 0, 0, 1, 0])
SCORES = torch.tensor([0.9, 0.8, 0.6, 0.6, 0.6, 0.3, 0.1])


def logits():
    """Three pictures: ln 9 for the plane, zeros everywhere, ln 9 for the car."""
    rows = torch.zeros(3, 10)
    rows[0, 0] = rows[2, 1] = math.log(9)
    return rows


@number("1")
@weight(1)
def test_worked_scores(student):
    """plane_scores gives the probabilities of the hand-out's worked example."""
    check.close(
        student.module("src.binary").plane_scores(logits()),
        torch.tensor([1 / 2, 1 / 10, 1 / 18]),
        what="the result of plane_scores",
        hint="The softmax of a picture's ten logits has ten probabilities. Which of them is the plane's?",
    )


@number("2")
@weight(1)
def test_worked_curve(student):
    """roc_curve gives the points of the hand-out's worked example."""
    answer = student.module("src.binary").roc_curve(LABELS, SCORES)
    hint = "How many distinct scores are there, and so how many points? How many planes, and others, have at least such a score?"
    probes.judge_curve(answer, LABELS, SCORES, hint)


@number("3")
@weight(1)
def test_worked_area(student):
    """roc_auc gives the area of the hand-out's worked example."""
    check.close(
        student.module("src.binary").roc_auc(LABELS, SCORES),
        7 / 12,
        **probes.EXACT,
        what="the result of roc_auc",
        hint="Of the twelve pairs of a plane and another picture: how many are in order, and how many have equal scores?",
    )


@number("4")
@weight(1)
def test_worked_loss(student):
    """plane_loss gives the number of the hand-out's worked example."""
    check.close(
        student.module("src.binary").plane_loss(logits()[:2], torch.tensor([0, 3])),
        (9 * math.log(2) - math.log(0.9)) / 10,
        rtol=1e-4,
        atol=0,
        what="the result of plane_loss",
        hint="The first picture costs ln 2 and weighs 9; the second costs -ln 0.9 and weighs 1. What do the weights add up to?",
    )
