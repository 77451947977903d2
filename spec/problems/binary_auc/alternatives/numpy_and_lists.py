"""NumPy and loops over thresholds; lists as results; the first threshold is larger than the largest score by 1."""

import numpy as np


def plane_scores(logits):
    z = logits - logits.max(dim=1, keepdim=True).values
    e = torch.exp(z)
    return (e / e.sum(dim=1, keepdim=True))[:, 0]


def roc_curve(labels, scores):
    y, s = labels.numpy(), scores.detach().numpy()
    positives, negatives = int((y == 1).sum()), int((y == 0).sum())
    if positives == 0 or negatives == 0:
        raise ValueError("one class only")
    thresholds = [float(s.max()) + 1, *sorted(np.unique(s).tolist(), reverse=True)]
    fpr, tpr = [], []
    for t in thresholds:
        predicted = s >= t
        tpr.append(int((predicted & (y == 1)).sum()) / positives)
        fpr.append(int((predicted & (y == 0)).sum()) / negatives)
    return fpr, tpr, thresholds


def roc_auc(labels, scores):
    fpr, tpr, _ = roc_curve(labels, scores)
    return float(np.trapezoid(tpr, fpr) if hasattr(np, "trapezoid") else np.trapz(tpr, fpr))


def plane_loss(logits, labels):
    total, weight = 0.0, 0.0
    for z, y in zip(logits, labels.tolist(), strict=True):
        others = torch.logsumexp(z[1:], dim=0)
        if y == 0:
            total = total + 9 * (torch.logsumexp(z, dim=0) - z[0])
            weight += 9
        else:
            total = total + torch.logsumexp(z, dim=0) - others
            weight += 1
    return total / weight
