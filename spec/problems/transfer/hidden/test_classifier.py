"""unit_length, the linear classifier, and mean-per-class accuracy."""

import torch

from testkit import check, controls, number, weight


@number("11")
@weight(2)
def test_rows_of_unit_length(student, rng):
    """unit_length divides each row by its own length; rows of zeros stay zeros, and the argument stays as it is."""
    function = student.module("src.transfer").unit_length
    for rows, columns, size in [(6, 4, 1), (3, 12, 0.01), (1, 5, 1)]:
        features = size * (torch.rand(rows, columns, generator=rng) + torch.arange(1.0, rows + 1)[:, None])
        right = torch.stack([row / row.square().sum().sqrt() for row in features])
        result, changed = controls.call_keeping_inputs(student, rng, function, features)
        check.close(result, right, atol=1e-5, what="the rows of unit_length", hint="Take the squares of one row. What is their sum afterwards?")
        check.equal(len(changed), 0, what="the number of changed arguments")


@number("12")
@weight(1)
def test_zero_rows_stay(student, rng):
    """unit_length leaves a row of zeros as it is."""
    features = torch.rand(5, 7, generator=rng) + 0.1
    features[int(torch.randint(0, 5, (1,), generator=rng))] = 0
    lengths = student.module("src.transfer").unit_length(features)
    check.close(lengths, torch.nan_to_num(features / features.norm(dim=1, keepdim=True)), atol=1e-5, what="the rows of unit_length")


def cloud(rng, classes, per_class, width, middles=None):
    """Draw points of unit length around the middle of each class; the nearest middle is the right one for all of them."""
    if middles is None:
        middles = torch.linalg.qr(torch.randn(width, width, generator=rng))[0]
    labels = torch.tensor(classes).repeat(per_class)[torch.randperm(len(classes) * per_class, generator=rng)]
    noise = torch.randn(len(labels), width, generator=rng)
    points = middles[labels] + 0.5 * noise / noise.norm(dim=1, keepdim=True)  # at most half of the way to another middle
    return middles, points / points.norm(dim=1, keepdim=True), labels


def train_and_predict(student, x, y, n_classes, test_x):
    """Return the predictions of the student's classifier."""
    return predict(student, student.module("src.transfer").train_linear_classifier(x, y, n_classes), test_x)


def predict(student, classifier, test_x):
    """Return a classifier's predictions."""
    found = student.module("testkit.probes.transfer").predict(classifier, test_x)
    check.shape(found, (len(test_x),), what="the predictions")
    return found


@number("13")
@weight(3)
def test_learns_clear_classes(student, rng):
    """train_linear_classifier learns classes that lie apart, and predicts new points, whichever others it predicts with them."""
    middles, x, y = cloud(rng, list(range(6)), 30, 24)
    _, test_x, test_y = cloud(rng, list(range(6)), 20, 24, middles)
    classifier = student.module("src.transfer").train_linear_classifier(x, y, 6)
    percent = 100 * float((predict(student, classifier, test_x) == test_y).double().mean())
    check.between(percent, 90, 100, what="the percentage of right predictions", hint="Is the loss still falling when you stop?")
    right = [int((predict(student, classifier, test_x[test_y == label]) == label).sum()) for label in range(6)]
    check.between(100 * sum(right) / len(test_y), 90, 100, what="the percentage of right predictions, class by class",
                  hint="All points at once are predicted rightly, those of one class alone are not. "
                       "What does a prediction take from the other points?")


@number("14")
@weight(1)
def test_missing_classes(student, rng):
    """train_linear_classifier works where some classes do not occur, and predicts the classes' own indices."""
    middles, x, y = cloud(rng, [1, 4, 6], 30, 24)
    _, test_x, test_y = cloud(rng, [1, 4, 6], 20, 24, middles)
    found = train_and_predict(student, x, y, 8, test_x)
    percent = 100 * float((found == test_y).double().mean())
    check.between(percent, 90, 100, what="the percentage of right predictions",
                  hint="If classes that all occur are learned: which index does each class have?")


@number("17")
@weight(1)
def test_training_keeps_its_data(student, rng):
    """train_linear_classifier and mean_per_class_accuracy change none of their arguments."""
    _, x, y = cloud(rng, [0, 1, 2], 10, 12)
    transfer = student.module("src.transfer")
    for name, *given in (("train_linear_classifier", x, y, 3), ("mean_per_class_accuracy", y, y.flip(0), 3)):
        _, changed = controls.call_keeping_inputs(student, rng, getattr(transfer, name), *given)
        check.equal(len(changed), 0, what=f"the number of changed arguments of {name}",
                    hint="Centre or shuffle a copy: the caller needs features and labels again.")


def by_class(labels, predictions):
    """Return the mean-per-class accuracy in percent."""
    parts = []
    for label in sorted(set(labels.tolist())):
        mine = [p == label for t, p in zip(labels.tolist(), predictions.tolist(), strict=True) if t == label]
        parts.append(sum(mine) / len(mine))
    return 100 * sum(parts) / len(parts)


def uneven(rng, classes):
    """Draw labels, many of the first class and few of the last, with the large class mostly right and the others less."""
    counts = [40, 9, 4][: len(classes)]
    labels = torch.cat([torch.full((count,), label) for label, count in zip(classes, counts, strict=True)])
    predictions = labels.clone()
    for label, wrong in zip(classes, [4, 5, 3], strict=False):
        mine = (labels == label).nonzero().flatten()
        others = [other for other in classes if other != label]
        predictions[mine[:wrong]] = others[int(torch.randint(0, len(others), (1,), generator=rng))]
    order = torch.randperm(len(labels), generator=rng)
    return labels[order], predictions[order]


@number("15")
@weight(2)
def test_mean_of_classes(student, rng):
    """mean_per_class_accuracy counts each class alike, however many pictures it has."""
    labels, predictions = uneven(rng, [0, 1, 2])
    function = student.module("src.transfer").mean_per_class_accuracy
    check.close(function(labels, predictions, 3), by_class(labels, predictions), rtol=1e-5, what="the mean-per-class accuracy",
                hint="How often is each class right, of its own pictures?")
    predictions[labels == 2] = 0
    predictions[(labels == 1).nonzero()[0]] = 2
    check.close(function(labels, predictions, 3), by_class(labels, predictions), rtol=1e-5,
                what="the mean-per-class accuracy where one class is never right",
                hint="A class whose pictures are all classified wrongly has 0 %. Does it count?")


@number("16")
@weight(2)
def test_absent_classes_do_not_count(student, rng):
    """mean_per_class_accuracy leaves out classes of which there is no picture, also if they are predicted."""
    labels, predictions = uneven(rng, [1, 3, 4])
    predictions[0] = 2
    answer = student.module("src.transfer").mean_per_class_accuracy(labels, predictions, 6)
    check.close(answer, by_class(labels, predictions), rtol=1e-5, what="the mean-per-class accuracy", hint="How many classes occur among the labels?")
