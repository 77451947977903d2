"""The area by the sum of mean ranks; the curve as a comparison of all scores with all thresholds, in float32."""


def roc_curve(labels, scores):
    planes, others = labels.bool(), ~labels.bool()
    if not planes.any() or not others.any():
        raise ValueError("Both classes are needed.")
    thresholds = torch.cat([torch.tensor([float("inf")], dtype=scores.dtype), torch.unique(scores).sort(descending=True).values])
    above = (scores[None, :] >= thresholds[:, None]).float()
    return above[:, others].mean(dim=1), above[:, planes].mean(dim=1), thresholds


def roc_auc(labels, scores):
    n, p = len(labels), int(labels.sum())
    if p in (0, n):
        raise ValueError("Both classes are needed.")
    smaller = (scores[None, :] < scores[:, None]).sum(1)
    equal = (scores[None, :] == scores[:, None]).sum(1)
    ranks = smaller + (equal + 1) / 2
    return (ranks[labels == 1].sum() - p * (p + 1) / 2) / (p * (n - p))
