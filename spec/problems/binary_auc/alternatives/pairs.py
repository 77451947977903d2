"""The area by comparing all pairs; the loss as a weighted nll_loss of two log-probabilities."""

from torch.nn import functional as F


def roc_auc(labels, scores):
    pos, neg = scores[labels == 1], scores[labels == 0]
    if len(pos) == 0 or len(neg) == 0:
        raise ValueError("roc_auc needs both classes")
    difference = pos[:, None] - neg[None, :]
    return ((difference > 0).float() + 0.5 * (difference == 0).float()).mean().item()


def plane_loss(logits, labels):
    two = torch.stack([logits[:, 0], torch.logsumexp(logits[:, 1:], 1)], dim=1)
    return F.nll_loss(F.log_softmax(two, dim=1), (labels != 0).long(), weight=torch.tensor([9.0, 1.0], dtype=logits.dtype))
