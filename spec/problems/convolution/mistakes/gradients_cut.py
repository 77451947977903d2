"""The numbers are right, but their graph is lost: .item(), float(), .tolist(), .numpy() and torch.tensor(...) keep only
the values. No gradient can flow back through them."""

FAILS = [
    "hidden/test_gradients.py::test_gradients_in_one_dimension",
]


def conv1d(signal, kernel, stride=1, padding=0):
    values = [0.0] * padding + signal.tolist() + [0.0] * padding
    weights = kernel.tolist()
    starts = range(0, len(values) - len(weights) + 1, stride)
    if not starts:
        raise ValueError("The kernel does not fit.")
    sums = [sum(w * v for w, v in zip(weights, values[start:], strict=False)) for start in starts]
    return torch.tensor(sums, dtype=signal.dtype)
