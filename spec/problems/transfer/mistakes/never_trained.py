"""This is the result when the classifier's weights never change. Does the optimizer hold the weights that predict?"""

FAILS = [
    "hidden/test_classifier.py::test_learns_clear_classes",
    "hidden/test_classifier.py::test_missing_classes",
]


def train_linear_classifier(features: Tensor, labels: Tensor, n_classes: int, right=train_linear_classifier) -> Callable[[Tensor], Any]:
    return lambda x: torch.zeros(len(x), dtype=torch.int64)
