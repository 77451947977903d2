"""One pass over the sorted pictures in plain Python, with counters; the area is added up in another."""


def roc_curve(labels, scores):
    pictures = sorted(zip(scores.tolist(), labels.tolist(), strict=True), reverse=True)
    positives = sum(label for _, label in pictures)
    negatives = len(pictures) - positives
    if not positives or not negatives:
        raise ValueError("there must be planes and others")
    fpr, tpr, thresholds = [0.0], [0.0], [float("inf")]
    hits = misses = 0
    for index, (score, label) in enumerate(pictures):
        hits, misses = hits + label, misses + 1 - label
        if index + 1 == len(pictures) or pictures[index + 1][0] != score:
            fpr.append(misses / negatives)
            tpr.append(hits / positives)
            thresholds.append(score)
    return torch.tensor(fpr), torch.tensor(tpr), torch.tensor(thresholds)


def roc_auc(labels, scores):
    area = hits = misses = same_hits = same_misses = 0
    previous = None
    for score, label in sorted(zip(scores.tolist(), labels.tolist(), strict=True), reverse=True):
        if score != previous:
            area += same_misses * (hits + same_hits / 2)
            hits, misses = hits + same_hits, misses + same_misses
            same_hits, same_misses, previous = 0, 0, score
        same_hits, same_misses = same_hits + label, same_misses + 1 - label
    area += same_misses * (hits + same_hits / 2)
    hits, misses = hits + same_hits, misses + same_misses
    if hits == 0 or misses == 0:
        raise ValueError("the area needs both kinds of pictures")
    return area / (hits * misses)
