"""Dictionaries and lists in place of NumPy's functions, and loops."""


def ordinal_labels(labels: Any, classes: Any = None) -> tuple[np.ndarray, np.ndarray]:
    labels = list(labels)
    known = sorted(set(labels)) if classes is None else list(classes)
    place = {label: number for number, label in enumerate(known)}
    if not set(labels) <= set(known):
        raise ValueError("unknown label")
    return np.array([place[label] for label in labels], dtype=np.int64), np.array(known)


def flatten(x: np.ndarray) -> np.ndarray:
    return np.array([picture.flatten() for picture in x])


def scale(x: np.ndarray) -> np.ndarray:
    return np.divide(x, 255, dtype=np.float32)


def label_smoothing_loss(logits: Tensor, y: Tensor, alpha: float) -> Tensor:
    total = torch.zeros((), dtype=logits.dtype)
    for row, label in zip(logits, y.tolist()):
        q = torch.full_like(row, alpha / len(row))
        q[label] += 1 - alpha
        total = total + (q * (row.logsumexp(0) - row)).sum()
    return total / len(logits)
