"""This is the result when the thresholds are the same 101 numbers for every classifier. Which thresholds can change what
is taken for a plane?"""

FAILS = [
    "public/test_binary.py::test_worked_curve",
    "hidden/test_outputs.py::test_curve_*",
    "hidden/test_shapes.py::test_one_point_for_each_score",
]


def roc_auc(labels: Tensor, scores: Tensor, curve=roc_curve) -> float:
    fpr, tpr, _ = curve(labels, scores)
    return float(((fpr[1:] - fpr[:-1]) * (tpr[1:] + tpr[:-1])).sum() / 2)


def roc_curve(labels: Tensor, scores: Tensor, right=roc_curve) -> tuple[Tensor, Tensor, Tensor]:
    require_both(labels)
    thresholds = torch.cat([torch.tensor([torch.inf]), torch.linspace(1, 0, 101)])
    taken = scores.unsqueeze(0) >= thresholds.unsqueeze(1)
    return taken[:, labels == 0].double().mean(1), taken[:, labels == 1].double().mean(1), thresholds
