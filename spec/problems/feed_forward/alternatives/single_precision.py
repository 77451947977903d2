"""float32 for float32 inputs, float64 otherwise; einsum for the layers."""


def forward(x, weights, biases):
    layers = [x]
    for index, (weight, bias) in enumerate(zip(weights, biases, strict=True)):
        h = np.einsum("oi,...i->...o", weight, layers[-1]) + bias
        layers.append(h.clip(min=0) if index != len(weights) - 1 else h)
    return layers[1:]


def softmax(logits):
    shifted = np.exp(logits - np.max(logits, axis=-1)[..., None])
    return (shifted / np.sum(shifted, axis=-1)[..., None]).astype(logits.dtype)


def cross_entropy(logits, y):
    return np.asarray(label_smoothed_cross_entropy(logits, y, 0))


def smooth_labels(y, n_classes, alpha):
    truth = (np.asarray(y)[..., None] == np.arange(n_classes)).astype(np.float64)
    return truth - alpha * (truth - 1 / n_classes)
