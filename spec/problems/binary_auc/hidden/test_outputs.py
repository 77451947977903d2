"""Scores, curves, areas and losses against their definitions, on random pictures."""

import torch

from testkit import check, number, weight
from testkit.probes import binary_auc as probes


@number("5")
@weight(2)
def test_scores_of_random_logits(student, rng):
    """plane_scores gives the probability of class 0 for every picture of a batch."""
    plane_scores = student.module("src.binary").plane_scores
    for n, dtype in ((12, torch.float32), (5, torch.float64), (1, torch.float32)):
        logits = torch.randn(n, 10, generator=rng, dtype=torch.float64) * 2
        weights = logits.exp()
        check.close(
            plane_scores(logits.to(dtype)),
            (weights[:, 0] / weights.sum(1)).to(dtype),
            rtol=1e-4,
            atol=1e-6,
            what="the result of plane_scores",
            hint="The ten probabilities of one picture add up to 1, whatever else is in the batch.",
        )


@number("6")
@weight(1)
def test_scores_of_large_logits(student, rng):
    """plane_scores is right for logits of several hundred."""
    logits = torch.randn(6, 10, generator=rng) + torch.tensor([500.0, -500, 300, -200, 400, 1000]).unsqueeze(1)
    logits[3:, 0] += torch.tensor([-300.0, 300, 0])
    shifted = (logits.double() - logits.double().amax(1, keepdim=True)).exp()
    check.close(
        student.module("src.binary").plane_scores(logits),
        (shifted[:, 0] / shifted.sum(1)).float(),
        rtol=1e-3,  # float32 numbers near 1000 are 6e-5 apart, and so are the exponents
        atol=1e-6,
        what="the result of plane_scores for large logits",
        hint="If small logits are right: exp(500) is infinite. torch's own softmax has a way around that.",
    )


@number("7")
@weight(3)
def test_curve_without_ties(student, rng):
    """roc_curve is right where all scores are different."""
    roc_curve = student.module("src.binary").roc_curve
    for planes, others in ((4, 7), (12, 108), (30, 10)):
        labels, scores = probes.draw(rng, planes, others)
        hint = "From the largest threshold down, each picture that comes in is a step up or a step to the right. Which one?"
        probes.judge_curve(roc_curve(labels, scores), labels, scores, hint)


@number("8")
@weight(3)
def test_curve_with_ties(student, rng):
    """roc_curve is right where many pictures have the same score."""
    roc_curve = student.module("src.binary").roc_curve
    for planes, others, levels in ((30, 50, 6), (15, 100, 20), (10, 10, 2)):
        labels, scores = probes.draw(rng, planes, others, levels)
        hint = "If it is right without equal scores: pictures of one score pass the threshold together, as one point."
        probes.judge_curve(roc_curve(labels, scores), labels, scores, hint)


@number("9")
@weight(1)
def test_curve_of_any_scores(student, rng):
    """roc_curve is right for scores outside [0, 1], such as logits, for close scores, and for scores that are all equal."""
    roc_curve = student.module("src.binary").roc_curve
    labels, scores = probes.draw(rng, 20, 40)
    probes.judge_curve(roc_curve(labels, scores * 64 - 8), labels, scores * 64 - 8)
    probes.judge_curve(roc_curve(labels, scores.double() - 2), labels, scores.double() - 2)
    hint = "If it is right for other scores: which scores are equal? Every difference counts, however small."
    for close in (scores * 1e-9, 1 - 1e-10 * scores.double()):  # as a network that is sure of itself gives them
        probes.judge_curve(roc_curve(labels, close), labels, close, hint)
    same = torch.full((len(labels),), 0.25)
    probes.judge_curve(roc_curve(labels, same), labels, same)


def judge_area(student, labels, scores, hint):
    """Compare roc_auc with the share of pairs."""
    area = student.module("src.binary").roc_auc(labels, scores)
    check.close(area, probes.pairs(labels, scores), **probes.EXACT, what="the result of roc_auc", hint=hint)


@number("10")
@weight(3)
def test_area_without_ties(student, rng):
    """roc_auc is right where all scores are different."""
    for planes, others in ((5, 6), (20, 100), (60, 20)):
        labels, scores = probes.draw(rng, planes, others)
        judge_area(student, labels, scores, "In how many pairs of a plane and another picture has the plane the larger score?")


@number("11")
@weight(3)
def test_area_with_ties(student, rng):
    """roc_auc is right where many pictures have the same score."""
    for planes, others, levels in ((30, 50, 6), (15, 100, 12), (20, 20, 3), (25, 60, 4), (10, 40, 5)):
        labels, scores = probes.draw(rng, planes, others, levels)
        hint = "If it is right without equal scores: between two points the curve is a straight line, not a step."
        judge_area(student, labels, scores, hint)


@number("12")
@weight(2)
def test_area_below_a_half(student, rng):
    """roc_auc is below one half for a classifier that is wrong more often than right."""
    for planes, others in ((20, 60), (7, 9)):
        labels, scores = probes.draw(rng, planes, others, better=-0.3)
        hint = "If it is right above one half: the area is what it is. A classifier may be worse than chance."
        judge_area(student, labels, scores, hint)


@number("13")
@weight(1)
def test_area_of_extremes(student, rng):
    """roc_auc is 1 for a perfect order, 0 for the reversed one, and one half where all scores are equal."""
    labels = (torch.randperm(40, generator=rng) < 8).long()
    noise = torch.rand(40, generator=rng) * 0.4
    planes_first = labels.sort(descending=True).values  # whichever way equal scores are put in order, planes stay together
    cases = [
        ("a perfect order", labels, labels * 0.5 + noise, 1.0),
        ("the reversed order", labels, noise - labels * 0.5, 0.0),
        ("equal scores", planes_first, torch.full((40,), 0.7), 0.5),
    ]
    for name, labels, scores, area in cases:
        result = student.module("src.binary").roc_auc(labels, scores)
        check.close(result, area, **probes.EXACT, what=f"the result of roc_auc for {name}")


def some_classes(rng, n, planes):
    """Return random logits and classes, of which a given number are planes."""
    labels = torch.randint(1, 10, (n,), generator=rng)
    labels[torch.randperm(n, generator=rng)[:planes]] = 0
    return torch.randn(n, 10, generator=rng, dtype=torch.float64) * 2, labels


@number("14")
@weight(3)
def test_loss_of_random_batches(student, rng):
    """plane_loss is right on batches with few and with many planes, in float32 and float64."""
    plane_loss = student.module("src.binary").plane_loss
    for n, planes, dtype in ((32, 3, torch.float64), (20, 10, torch.float64), (64, 9, torch.float32)):
        logits, labels = some_classes(rng, n, planes)
        check.close(
            plane_loss(logits.to(dtype), labels),
            float(probes.loss_by_hand(logits, labels)),
            rtol=1e-4,
            atol=1e-6,
            what="the result of plane_loss",
            hint="Which probability has a picture that is no plane, how much does it weigh, and what do you divide the sum by?",
        )


@number("15")
@weight(1)
def test_loss_of_one_kind(student, rng):
    """plane_loss is right on batches of planes alone, of other pictures alone, and of a single picture."""
    plane_loss = student.module("src.binary").plane_loss
    for n, planes in ((6, 6), (7, 0), (1, 1), (1, 0)):
        logits, labels = some_classes(rng, n, planes)
        check.close(
            plane_loss(logits, labels),
            float(probes.loss_by_hand(logits, labels)),
            rtol=1e-6,
            atol=1e-9,
            what="the result of plane_loss for pictures of one kind",
            hint="If mixed batches are right: the weights are fixed, and do not follow from what is in the batch.",
        )


@number("16")
@weight(1)
def test_loss_of_large_logits(student, rng):
    """plane_loss is right for logits of several hundred."""
    logits, labels = some_classes(rng, 24, 8)
    logits[:, 0] += torch.linspace(-600, 600, 24, dtype=torch.float64)[torch.randperm(24, generator=rng)]
    check.close(
        student.module("src.binary").plane_loss(logits, labels),
        float(probes.loss_by_hand(logits, labels)),
        rtol=1e-6,
        atol=1e-6,
        what="the result of plane_loss for large logits",
        hint="If small logits are right: a probability that was rounded to 0 has an infinite logarithm. Is there another way?",
    )
