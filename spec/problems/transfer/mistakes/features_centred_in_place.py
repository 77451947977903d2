"""This is the result when the caller's features are centred in place before the training, and not a copy of them."""

FAILS = [
    "hidden/test_classifier.py::test_training_keeps_its_data",
]


def train_linear_classifier(features: Tensor, labels: Tensor, n_classes: int, right=train_linear_classifier) -> Callable[[Tensor], Any]:
    middle = features.mean(dim=0)
    features -= middle
    predict = right(features, labels, n_classes)
    return lambda x: predict(x - middle)
