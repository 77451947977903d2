"""This is the result of 0 / 0 where the labels hold one class only."""

FAILS = [
    "hidden/test_behaviour.py::test_curve_refuses_one_class",
]


def roc_auc(labels: Tensor, scores: Tensor, curve=roc_curve) -> float:
    fpr, tpr, _ = curve(labels, scores)
    return float(((fpr[1:] - fpr[:-1]) * (tpr[1:] + tpr[:-1])).sum() / 2)


def roc_curve(labels: Tensor, scores: Tensor, right=roc_curve) -> tuple[Tensor, Tensor, Tensor]:
    thresholds = torch.cat([scores.new_full((1,), torch.inf), scores.unique().flip(0)])
    taken = scores.unsqueeze(0) >= thresholds.unsqueeze(1)
    return taken[:, labels == 0].double().mean(1), taken[:, labels == 1].double().mean(1), thresholds
