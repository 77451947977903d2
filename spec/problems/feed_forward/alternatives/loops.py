"""One number at a time, with the math module and the log-sum-exp written out."""


import math


def forward(x, weights, biases):
    if x.ndim == 2:
        rows = [forward(row, weights, biases) for row in x]
        return [np.stack(layer) for layer in zip(*rows, strict=True)]
    layers = []
    for w, b in zip(weights, biases, strict=True):
        inputs = layers[-1] if layers else x
        h = [sum(w[i, j] * inputs[j] for j in range(len(inputs))) + b[i] for i in range(len(b))]
        layers.append([max(value, 0.0) for value in h] if len(layers) < len(weights) - 1 else h)
    return [np.array(layer) for layer in layers]


def softmax(logits):
    if logits.ndim == 2:
        return np.array([softmax(row) for row in logits])
    top = max(logits)
    powers = [math.exp(value - top) for value in logits]
    return np.array([power / sum(powers) for power in powers])


def cross_entropy(logits, y):
    if logits.ndim == 2:
        return sum(cross_entropy(row, label) for row, label in zip(logits, y, strict=True)) / len(logits)
    top = max(logits)
    return top + math.log(sum(math.exp(value - top) for value in logits)) - logits[y]


def smooth_labels(y, n_classes, alpha):
    if np.ndim(y):
        return np.array([smooth_labels(label, n_classes, alpha) for label in y])
    return np.array([(1 - alpha) * (k == y) + alpha / n_classes for k in range(n_classes)])


def label_smoothed_cross_entropy(logits, y, alpha):
    if logits.ndim == 2:
        losses = [label_smoothed_cross_entropy(row, label, alpha) for row, label in zip(logits, y, strict=True)]
        return np.mean(losses)
    others = sum(cross_entropy(logits, k) for k in range(len(logits))) / len(logits)
    return (1 - alpha) * cross_entropy(logits, y) + alpha * others
