"""This is the result when every picture is a point of its own, even where scores are equal. Their order is then chance."""

FAILS = [
    "public/test_binary.py::test_worked_curve",
    "public/test_binary.py::test_worked_area",
    "hidden/test_outputs.py::test_curve_with_ties",
    "hidden/test_outputs.py::test_curve_of_any_scores",
    "hidden/test_outputs.py::test_area_with_ties",
    "hidden/test_outputs.py::test_area_of_extremes",
    "hidden/test_shapes.py::test_one_point_for_each_score",
]


def roc_curve(labels: Tensor, scores: Tensor, right=roc_curve) -> tuple[Tensor, Tensor, Tensor]:
    require_both(labels)
    ordered, is_plane = torch.tensor(sorted(zip(scores.tolist(), labels.tolist(), strict=True), reverse=True)).double().unbind(1)
    start = torch.zeros(1, dtype=torch.float64)
    fpr = torch.cat([start, (1 - is_plane).cumsum(0) / (1 - is_plane).sum()])
    tpr = torch.cat([start, is_plane.cumsum(0) / is_plane.sum()])
    return fpr, tpr, torch.cat([start + torch.inf, ordered])
