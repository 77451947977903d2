import numpy as np
import torch
from torch.nn import functional as F

from testkit import check, number, weight


def normal(rng, *shape, scale=1.0):
    return (torch.randn(*shape, generator=rng, dtype=torch.float64) * scale).numpy()


def classes(rng, count, n_classes):
    return torch.randint(0, n_classes, (count,), generator=rng).numpy()


def a_network(rng, sizes):
    """Draw random weights and biases of layers of these sizes."""
    pairs = [(sizes[index], sizes[index + 1]) for index in range(len(sizes) - 1)]
    return [normal(rng, n_out, n_in) for n_in, n_out in pairs], [normal(rng, n_out) for _, n_out in pairs]


def layers_of(x, weights, biases):
    """Return the same layers, computed by torch."""
    h, layers = torch.from_numpy(x), []
    for index, (w, b) in enumerate(zip(weights, biases, strict=True)):
        h = F.linear(h, torch.from_numpy(w), torch.from_numpy(b))
        h = torch.relu(h) if index < len(weights) - 1 else h
        layers.append(h.numpy())
    return layers


def judge_layers(forward, x, weights, biases):
    expected = layers_of(x, weights, biases)
    layers = check.unpack(forward(x, weights, biases), len(expected), what="the list that forward returns")
    for index, (layer, wanted) in enumerate(zip(layers, expected, strict=True), 1):
        last = index == len(expected)
        check.close(
            layer,
            wanted,
            what="the logits" if last else f"layer {index}",
            hint="There is no ReLU after the last layer."
            if last
            else "Weights first, then the bias, then ReLU; each layer uses the previous one.",
        )


def loss_of(logits, y, alpha=0.0):
    """Return the cross-entropy, computed by torch."""
    rows = torch.from_numpy(np.atleast_2d(logits).astype(np.float64))
    return float(F.cross_entropy(rows, torch.from_numpy(np.atleast_1d(y)), label_smoothing=alpha))


@number("4")
@weight(5)
def test_layers_of_one_input(student, rng):
    """forward gives the right layers for one input, in networks of one to four layers."""
    forward = student.module("src.feed_forward").forward
    for sizes in [(4, 6, 3), (3, 3, 3, 3), (5, 2), (2, 7, 4, 5, 3), (1, 1, 1)]:
        weights, biases = a_network(rng, sizes)
        judge_layers(forward, normal(rng, sizes[0]), weights, biases)


@number("5")
@weight(6)
def test_layers_of_a_batch(student, rng):
    """forward gives the right layers for batches, also of one input and of as many as there are units."""
    forward = student.module("src.feed_forward").forward
    for count, sizes in [(5, (4, 6, 3)), (1, (3, 4, 2)), (3, (3, 3, 3)), (2, (4, 4, 4)), (7, (2, 5, 4, 3))]:
        weights, biases = a_network(rng, sizes)
        judge_layers(forward, normal(rng, count, sizes[0]), weights, biases)


@number("6")
@weight(3)
def test_softmax(student, rng):
    """softmax is right for one sample and for batches, in float64 and float32."""
    softmax = student.module("src.feed_forward").softmax
    hint = "The probabilities of each sample sum to one: along which axis do its classes lie?"
    for shape in [(5,), (4, 3), (3, 3), (1, 6), (6, 1)]:
        logits = normal(rng, *shape, scale=2.0)
        check.close(
            softmax(logits.copy()), torch.softmax(torch.from_numpy(logits), -1).numpy(), what="softmax", hint=hint
        )
    logits = normal(rng, 4, 3).astype(np.float32)
    expected = torch.softmax(torch.from_numpy(logits).double(), -1).numpy()
    check.close(softmax(logits), expected, what="softmax in float32", rtol=1e-5, atol=1e-6)


@number("7")
@weight(4)
def test_cross_entropy(student, rng):
    """cross_entropy is right for one sample, and the mean over the samples of a batch."""
    cross_entropy = student.module("src.feed_forward").cross_entropy
    for n_classes in (3, 7):
        logits, y = normal(rng, n_classes, scale=2.0), int(classes(rng, 1, n_classes)[0])
        check.close(
            cross_entropy(logits.copy(), y),
            loss_of(logits, y),
            what="the cross-entropy of one sample",
            hint="Minus the natural logarithm of one probability: that of the true class.",
        )
        for count in (1, 6):
            logits, y = normal(rng, count, n_classes, scale=2.0), classes(rng, count, n_classes)
            check.close(
                cross_entropy(logits.copy(), y),
                loss_of(logits, y),
                what="the cross-entropy of a batch",
                hint="Each row has its own true class; the loss is the mean over the rows.",
            )


@number("8")
@weight(3)
def test_smooth_labels(student, rng):
    """smooth_labels is right for one label and for many, for any alpha, including 0 and 1."""
    smooth_labels = student.module("src.feed_forward").smooth_labels
    for alpha in (float(torch.rand((), generator=rng)), 0.0, 1.0):
        for n_classes in (2, 5):
            y = classes(rng, 6, n_classes)
            expected = np.full((6, n_classes), alpha / n_classes)
            for row, label in enumerate(y):
                expected[row, label] = 1 - alpha * (n_classes - 1) / n_classes
            hint = "Do the labels of one sample sum to one? The true class also gets a part of the share."
            check.close(smooth_labels(y, n_classes, alpha), expected, what="the smoothed labels", hint=hint)
            check.close(smooth_labels(int(y[0]), n_classes, alpha), expected[0], what="the smoothed label", hint=hint)
            one = smooth_labels(y[:1], n_classes, alpha)
            check.shape(one, (1, n_classes), what="the smoothed labels of one sample in an array",
                        hint="An array of one label is a batch: its result has a row for each label.")


@number("9")
@weight(4)
def test_smoothed_loss(student, rng):
    """label_smoothed_cross_entropy is right for one sample and for batches, for any alpha, including 0 and 1."""
    loss = student.module("src.feed_forward").label_smoothed_cross_entropy
    hint = "All classes have a term in this loss, each with the logarithm of its own probability."
    for alpha in (0.1, float(torch.rand((), generator=rng)), 0.0, 1.0):
        logits, y = normal(rng, 4, scale=2.0), int(classes(rng, 1, 4)[0])
        check.close(
            loss(logits.copy(), y, alpha), loss_of(logits, y, alpha), what="the smoothed loss of one sample", hint=hint
        )
        logits, y = normal(rng, 5, 3, scale=2.0), classes(rng, 5, 3)
        check.close(
            loss(logits.copy(), y, alpha), loss_of(logits, y, alpha), what="the smoothed loss of a batch", hint=hint
        )


@number("10")
@weight(1)
def test_probabilities_of_large_logits(student, rng):
    """softmax is right for logits as large as 10000, of either sign."""
    softmax = student.module("src.feed_forward").softmax
    for shift in (1e4, -1e4, np.array([[1e4], [-1e4], [0.0]])):
        logits = normal(rng, 3, 4) + shift
        check.close(
            softmax(logits.copy()),
            torch.softmax(torch.from_numpy(logits), -1).numpy(),
            rtol=1e-7,  # differences of logits of 1e4 have an error of 1e4 * 2e-16
            what="softmax of large logits",
            hint="If softmax is right for small logits: adding the same number to all logits changes no probability. Which number "
            "prevents an overflow of exp?",
        )
    spread = np.array([[1e4, 0.0, -1e4], [-1e4, -1e4, 1e4]])
    check.close(
        softmax(spread), np.array([[1.0, 0.0, 0.0], [0.0, 0.0, 1.0]]), what="softmax of logits that are far apart"
    )


@number("11")
@weight(1)
def test_losses_of_large_logits(student, rng):
    """Both losses are right for logits as large as 10000, when the true class is the least likely."""
    network = student.module("src.feed_forward")
    logits = np.array([1e4, 0.0, -1e4]) + normal(rng, 3)
    hint = (
        "If the loss is right for small logits: the probability is too small for a computer, its logarithm is not. Simplify "
        "ln(e^a / sum) first."
    )
    check.close(
        network.cross_entropy(logits.copy(), 2), loss_of(logits, 2), what="the cross-entropy of large logits", hint=hint
    )
    for alpha in (0.1, 1.0):
        value = network.label_smoothed_cross_entropy(logits.copy(), 0, alpha)
        check.close(value, loss_of(logits, 0, alpha), what="the smoothed loss of large logits", hint=hint)
    logits, y = normal(rng, 3, 4) + np.array([[1e4], [-1e4], [0.0]]), classes(rng, 3, 4)
    hint = "If it is right for one sample: the logits of others may be far away, and each sample has its own largest logit."
    # differences of logits of 1e4 have an error of 1e4 * 2e-16
    check.close(network.cross_entropy(logits.copy(), y), loss_of(logits, y), rtol=1e-7, what="the loss", hint=hint)
    value = network.label_smoothed_cross_entropy(logits.copy(), y, 0.1)
    check.close(value, loss_of(logits, y, 0.1), rtol=1e-7, what="the smoothed loss", hint=hint)
