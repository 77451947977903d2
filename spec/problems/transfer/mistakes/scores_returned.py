"""This is the result when the classifier returns a score for each class. The hand-out asks for the class."""

FAILS = [
    "hidden/test_classifier.py::test_learns_clear_classes",
    "hidden/test_classifier.py::test_missing_classes",
]


def train_linear_classifier(features: Tensor, labels: Tensor, n_classes: int, right=train_linear_classifier) -> Callable[[Tensor], Any]:
    classify = right(features, labels, n_classes)
    return lambda x: F.one_hot(classify(x), n_classes).float()
