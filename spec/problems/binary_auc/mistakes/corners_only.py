"""This is the result when points on a straight part of the curve are left out. The hand-out asks for all of them."""

FAILS = [
    "hidden/test_outputs.py::test_curve_without_ties",
    "hidden/test_outputs.py::test_curve_with_ties",
    "hidden/test_outputs.py::test_curve_of_any_scores",
    "hidden/test_shapes.py::test_one_point_for_each_score",
]


def roc_auc(labels: Tensor, scores: Tensor, curve=roc_curve) -> float:
    fpr, tpr, _ = curve(labels, scores)
    return float(((fpr[1:] - fpr[:-1]) * (tpr[1:] + tpr[:-1])).sum() / 2)


def roc_curve(labels: Tensor, scores: Tensor, right=roc_curve) -> tuple[Tensor, Tensor, Tensor]:
    fpr, tpr, thresholds = right(labels, scores)
    across, up = fpr.diff(), tpr.diff()
    turns = (across[1:] * up[:-1] - across[:-1] * up[1:]).abs() > 1e-9
    kept = torch.cat([torch.tensor([True]), turns, torch.tensor([True])])
    return fpr[kept], tpr[kept], thresholds[kept]
