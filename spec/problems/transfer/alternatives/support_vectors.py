"""A linear support vector machine; the accuracy from a confusion matrix."""

from sklearn.svm import LinearSVC


def unit_length(features: Tensor) -> Tensor:
    return F.normalize(features, p=2, dim=1)


def train_linear_classifier(features: Tensor, labels: Tensor, n_classes: int) -> Callable[[Tensor], Any]:
    machine = LinearSVC(C=10.0).fit(features, labels)

    def classify(x: Tensor) -> Tensor:
        return torch.as_tensor(machine.predict(x))

    return classify


def mean_per_class_accuracy(labels: Tensor, predictions: Tensor, n_classes: int) -> float:
    matrix = torch.zeros(n_classes, n_classes)
    for t, p in zip(labels.tolist(), predictions.tolist()):
        matrix[t, p] += 1
    rows = matrix.sum(dim=1)
    return float((matrix.diag()[rows > 0] / rows[rows > 0]).mean()) * 100
