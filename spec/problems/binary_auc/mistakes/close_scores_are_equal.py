"""This is the result when scores that differ by little count as equal. A network that is sure gives many scores near 0."""

FAILS = [
    "hidden/test_outputs.py::test_curve_of_any_scores",
]


def roc_curve(labels, scores):
    require_both(labels)
    ordered, order = scores.detach().double().sort(descending=True)
    is_plane = (labels[order] == 1).double()
    is_last = torch.ones(len(ordered), dtype=torch.bool)
    is_last[:-1] = ~torch.isclose(ordered[1:], ordered[:-1])
    start = torch.zeros(1)
    fpr = torch.cat([start, (1 - is_plane).cumsum(0)[is_last] / (1 - is_plane).sum()])
    tpr = torch.cat([start, is_plane.cumsum(0)[is_last] / is_plane.sum()])
    return fpr, tpr, torch.cat([torch.full_like(start, torch.inf), ordered[is_last]])
