"""Gradient descent with the gradient of softmax written out; bincount for the accuracy."""


def unit_length(features: Tensor) -> Tensor:
    length = torch.sqrt((features**2).sum(1)).clamp(min=1e-12)
    return (features.T / length).T


def train_linear_classifier(features: Tensor, labels: Tensor, n_classes: int) -> Callable[[Tensor], Any]:
    weights, biases = torch.zeros(features.shape[1], n_classes), torch.zeros(n_classes)
    wanted = torch.eye(n_classes)[labels]
    for _ in range(300):
        error = torch.softmax(features @ weights + biases, dim=1) - wanted
        weights -= 5 * features.T @ error / len(features)
        biases -= 5 * error.mean(dim=0)
    return lambda x: (x @ weights + biases).argmax(1)


def mean_per_class_accuracy(labels: Tensor, predictions: Tensor, n_classes: int) -> float:
    total = torch.bincount(labels, minlength=n_classes)
    right = torch.bincount(labels[labels == predictions], minlength=n_classes)
    return (100 * right[total > 0] / total[total > 0]).mean().item()
