"""This is the result when float64 scores are rounded to float32: some that differ become equal."""

FAILS = [
    "hidden/test_outputs.py::test_curve_of_any_scores",
]


def roc_curve(labels, scores):
    require_both(labels)
    scores = scores.float()
    thresholds = scores.unique().flip(0)
    taken = scores >= thresholds.unsqueeze(1)
    fpr = [(row & (labels == 0)).sum().item() / (labels == 0).sum().item() for row in taken]
    tpr = [(row & (labels == 1)).sum().item() / (labels == 1).sum().item() for row in taken]
    return torch.tensor([0.0, *fpr]), torch.tensor([0.0, *tpr]), torch.tensor([torch.inf, *thresholds.tolist()])
