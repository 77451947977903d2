"""This is the result when a class whose pictures are all classified wrongly is left out. Only classes without any picture are."""

FAILS = [
    "hidden/test_classifier.py::test_mean_of_classes",
]


def mean_per_class_accuracy(labels: Tensor, predictions: Tensor, n_classes: int) -> float:
    right = labels == predictions
    parts = [right[labels == index].double().mean() for index in range(n_classes) if right[labels == index].any()]
    return 100 * float(torch.stack(parts).mean())
