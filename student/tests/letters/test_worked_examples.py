"""The worked examples of the hand-out."""

import math

import numpy as np
import torch

from testkit import check, number, weight
from testkit.probes import letters as probes


@number("1")
@weight(3)
def test_ordinal_labels_by_hand(student):
    """ordinal_labels numbers C, A, C, B as 2, 0, 2, 1, and D, B among the classes A to D as 3, 1."""
    ordinal_labels = student.module("src.letters").ordinal_labels
    numbers, classes = check.unpack(ordinal_labels(["C", "A", "C", "B"]), 2, what="what ordinal_labels returns")
    check.equal(numbers, np.array([2, 0, 2, 1]), what="the numbers", hint="A is class 0: the classes are sorted.")
    check.equal(len(classes), 3, what="the number of classes")
    numbers, _ = check.unpack(ordinal_labels(["D", "B"], ["A", "B", "C", "D"]), 2, what="what ordinal_labels returns")
    check.equal(numbers, np.array([3, 1]), what="the numbers with given classes",
                hint="With classes given, a label's number is its place among them.")


@number("2")
@weight(2)
def test_flatten_by_hand(student):
    """flatten makes a row of each picture of the hand-out."""
    pictures = np.array([[[1, 2, 3], [4, 5, 6]], [[7, 8, 9], [10, 11, 12]]], dtype=np.uint8)
    check.equal(student.module("src.letters").flatten(pictures),
                np.array([[1, 2, 3, 4, 5, 6], [7, 8, 9, 10, 11, 12]], dtype=np.uint8), what="the flattened pictures",
                hint="One row for each picture, its first pixel row first.")


@number("3")
@weight(1)
def test_split_of_twenty(student):
    """split with fraction 0.2 divides twenty examples into sixteen and four."""
    x, y = np.arange(20, dtype=np.float32).reshape(20, 1), np.arange(20) % 2
    parts = check.unpack(student.module("src.letters").split(x, y, 0.2, 1), 2, what="what split returns",
                         hint="It returns two pairs: the training part (x, y) and the validation part (x, y).")
    for part, size, name in zip(parts, (16, 4), ("training", "validation"), strict=True):
        inputs, labels = check.unpack(part, 2, what=f"the {name} part")
        check.shape(inputs, (size, 1), what=f"x of the {name} part")
        check.shape(labels, (size,), what=f"y of the {name} part")


@number("4")
@weight(1)
def test_scale_by_hand(student):
    """scale takes 0, 51 and 255 to 0, 0.2 and 1."""
    check.close(student.module("src.letters").scale(np.array([[0, 51, 255]], dtype=np.uint8)),
                np.array([[0, 0.2, 1]], dtype=np.float32), what="the scaled pixels")


@number("5")
@weight(1)
def test_classifier_returns_logits(student):
    """LetterClassifier returns 26 logits for each picture, and as many as n_classes says."""
    make = student.module("src.letters").LetterClassifier
    check.shape(make()(torch.zeros(3, 784)), (3, 26), what="the output")
    check.shape(make(n_classes=10)(torch.zeros(2, 784)), (2, 10), what="the output with n_classes=10")


@number("6")
@weight(2)
def test_grid_search_by_hand(student):
    """grid_search finds the settings of the hand-out's table."""
    train, valid = probes.examples(30), probes.examples(20, valid=True)
    log = probes.Log([([12], [15]), ([16], [15]), ([9], [30]), ([16], [15])], 30)
    build = student.module(probes.PROBES).builder(log, log.note)
    grid = {"n1": [20, 40], "activation": ["tanh", "relu"]}
    result = student.module("src.letters").grid_search(build, grid, train, valid, 1)
    best, table = check.unpack(result, 2, what="what grid_search returns")
    check.equal(len(table), 4, what="the number of rows of the table")
    accuracies = [check.keys(row, ["accuracy"], what="a row of the table")["accuracy"] for row in table]
    check.close(accuracies, [60.0, 80.0, 45.0, 80.0], rtol=1e-5, what="the accuracies of the table",
                hint="An accuracy is a percentage of the validation set.")
    check.equal(check.keys(best, ["n1", "activation"], what="the best settings")["n1"], 20, what="n1 of the best settings")
    check.equal(best["activation"], "relu", what="the activation of the best settings")


@number("7")
@weight(4)
def test_label_smoothing_by_hand(student):
    """label_smoothing_loss is 1.2 ln 2 for the hand-out's logits and alpha = 0.3, and ln 2 for alpha = 0."""
    loss = student.module("src.letters").label_smoothing_loss
    logits, y = torch.tensor([[math.log(2), 0.0, 0.0]], dtype=torch.float64), torch.tensor([0])
    check.close(check.number(loss(logits, y, 0.0), what="the loss"), math.log(2), rtol=1e-6, what="the loss with alpha = 0",
                hint="With alpha = 0 nothing is smoothed: what is the cross-entropy of a probability of 1/2?")
    check.close(check.number(loss(logits, y, 0.3), what="the loss"), 1.2 * math.log(2), rtol=1e-6,
                what="the loss with alpha = 0.3", hint="The smoothed label is (0.8, 0.1, 0.1).")
