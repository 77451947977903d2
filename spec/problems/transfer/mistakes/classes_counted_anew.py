"""This is the result when the classes that occur are counted from zero: class 4 becomes 1, because 2 and 3 are missing."""

FAILS = [
    "hidden/test_classifier.py::test_missing_classes",
]


def train_linear_classifier(features: Tensor, labels: Tensor, n_classes: int, right=train_linear_classifier) -> Callable[[Tensor], Any]:
    present, renumbered = labels.unique(return_inverse=True)
    return right(features, renumbered, len(present))
