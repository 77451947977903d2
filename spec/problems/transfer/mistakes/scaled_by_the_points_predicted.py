"""This is the result when points are scaled by averages of whatever is predicted with them. Use those of the training set."""

FAILS = [
    "hidden/test_classifier.py::test_learns_clear_classes",
]


def train_linear_classifier(
    features: Tensor, labels: Tensor, n_classes: int, right=train_linear_classifier
) -> Callable[[Tensor], Any]:
    classifier = right(features - features.mean(dim=0), labels, n_classes)
    return lambda x: classifier(x - x.mean(dim=0))
