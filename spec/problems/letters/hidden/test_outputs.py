"""What the functions for the data return, and the smoothed loss, on random inputs."""

import numpy as np
import torch

from testkit import check, controls, number, weight


def draw(rng, *shape, low=0, high=256, dtype=np.uint8):
    """Draw whole numbers as an array."""
    return torch.randint(low, high, shape, generator=rng).numpy().astype(dtype)


def some_classes(rng, count):
    """Draw sorted whole numbers with gaps, the first of them not 0 or 1."""
    return 3 + torch.randperm(60, generator=rng)[:count].sort().values.numpy() * 2


@number("8")
@weight(4)
def test_ordinal_labels_on_random_labels(student, rng):
    """ordinal_labels numbers whole numbers and strings by their place in the sorted list of those that occur."""
    ordinal_labels = student.module("src.letters").ordinal_labels
    for size in (40, 7):
        known = some_classes(rng, 6)
        expected = torch.cat([torch.arange(6), torch.randint(6, (size - 6,), generator=rng)]).numpy()
        expected = expected[torch.randperm(size, generator=rng).numpy()]
        labels = known[expected]
        names = np.array([f"{value:03d}" for value in known])[expected]
        for kind in (labels, labels.tolist(), names.tolist()):
            numbers, classes = check.unpack(ordinal_labels(kind), 2, what="what ordinal_labels returns")
            check.equal(numbers, expected, what="the numbers",
                        hint="If the worked example passes: which classes are there, in which order? Where does counting begin?")
            check.that(numbers.dtype == np.int64, "The numbers should be int64, as PyTorch's losses ask for.")
            check.equal(len(classes), 6, what="the number of classes")
        numbers, classes = check.unpack(ordinal_labels(labels), 2, what="what ordinal_labels returns")
        check.equal(classes, known, what="the classes")


@number("9")
@weight(3)
def test_ordinal_labels_with_given_classes(student, rng):
    """With classes given, a label has the same number in every set, even where other classes do not occur."""
    ordinal_labels = student.module("src.letters").ordinal_labels
    known = some_classes(rng, 8)
    present = torch.randperm(7, generator=rng)[:4] + 1  # not the first class, which would hide a count from the wrong start
    expected = present[torch.randint(4, (15,), generator=rng)].numpy()
    for given in (known, known.tolist()):
        numbers, classes = check.unpack(ordinal_labels(known[expected], given), 2, what="what ordinal_labels returns")
        check.equal(numbers, expected, what="the numbers with given classes",
                    hint="A test set may lack a class: its labels must still have the numbers that they have in the training set.")
        check.equal(len(classes), 8, what="the number of classes")


@number("10")
@weight(2)
def test_ordinal_labels_refuses_unknown_labels(student, rng):
    """ordinal_labels raises ValueError for a label that is not among the classes."""
    ordinal_labels = student.module("src.letters").ordinal_labels
    known = some_classes(rng, 5)
    for unknown in (known[-1] + 1, known[2] + 1, known[0] - 1):  # after, between and before them
        labels = known[torch.randint(5, (6,), generator=rng).numpy()]
        labels[int(torch.randint(6, (), generator=rng))] = unknown
        check.raises(ValueError, ordinal_labels, labels, known, what="ordinal_labels with an unknown label",
                     hint="A wrong number without a word would be found much later. Look first whether the label is among "
                         "the classes.")


@number("11")
@weight(2)
def test_flatten_on_random_pictures(student, rng):
    """flatten makes rows of pictures of any size and dtype, even of a single one."""
    flatten = student.module("src.letters").flatten
    for shape in ((5, 28, 28), (1, 28, 28), (4, 3, 7)):
        for dtype in (np.uint8, np.float32):
            x = draw(rng, *shape, dtype=dtype)
            check.equal(flatten(x), np.stack([row.ravel() for row in x]), what="the flattened pictures",
                        hint="The first axis counts the pictures and stays. In which order do the pixels follow?")


def numbered(rng, size, classes):
    """Return examples sorted by class that tell their own number, and their labels."""
    y = np.sort(np.arange(size) % classes)
    x = np.stack([np.arange(size), draw(rng, size)], axis=1).astype(np.float32)
    return x.reshape(size, 2, 1), y


def divide(student, x, y, *arguments):
    """Return the numbers of the examples in both parts, after a check that inputs and labels belong together."""
    parts = check.unpack(student.module("src.letters").split(x, y, *arguments), 2, what="what split returns",
                         hint="It returns two pairs: the training part (x, y) and the validation part (x, y).")
    found = []
    for part, name in zip(parts, ("training", "validation"), strict=True):
        inputs, labels = check.unpack(part, 2, what=f"the {name} part")
        check.that(isinstance(inputs, np.ndarray) and isinstance(labels, np.ndarray) and inputs.shape[1:] == x.shape[1:]
                   and labels.shape == inputs.shape[:1], f"x and y of the {name} part should be arrays of as many examples each.")
        numbers = inputs[:, 0, 0].astype(np.int64)
        check.that(bool(((numbers >= 0) & (numbers < len(x))).all()), f"x of the {name} part should hold examples unchanged.")
        check.that(len(numbers) > 0, f"The {name} part should not be empty.")
        check.equal(inputs, x[numbers], what=f"x of the {name} part")
        check.equal(labels, y[numbers], what=f"y of the {name} part",
                    hint="Inputs and labels must be put into the same new order.")
        found.append(numbers)
    return found


@number("12")
@weight(2)
def test_split_uses_every_example_once(student, rng):
    """Every example is in exactly one of the two parts."""
    for size, fraction in ((200, 0.1), (60, 0.5)):
        train, valid = divide(student, *numbered(rng, size, 4), fraction, int(torch.randint(1000, (), generator=rng)))
        hint = "An example that is in both parts makes the validation accuracy too good."
        check.that(len(np.intersect1d(train, valid)) == 0, "No example should be in both parts.", hint=hint)
        check.that(np.array_equal(np.sort(np.concatenate([train, valid])), np.arange(size)),
                   "Every example should be in one of the parts, once.")


@number("13")
@weight(1)
def test_split_sizes(student, rng):
    """The validation part has the given share of the examples, a tenth if none is given."""
    for arguments, share in (((), 0.1), ((0.25, 3), 0.25), ((0.6, 3), 0.6)):
        _, valid = divide(student, *numbered(rng, 400, 4), *arguments)
        # A split class by class may round four times.
        check.between(len(valid), 400 * share - 4, 400 * share + 4, what="the size of the validation part")


@number("14")
@weight(1)
def test_split_is_random(student, rng):
    """Both parts of a sorted set hold every class in about the same shares."""
    x, y = numbered(rng, 1000, 2)
    for seed in torch.randint(10**6, (3,), generator=rng).tolist():
        for part, name in zip(divide(student, x, y, 0.2, seed), ("training", "validation"), strict=True):
            # 200 draws of even classes have a deviation of 0.035: ten deviations to each side.
            check.between(float(y[part].mean()), 0.15, 0.85, what=f"the share of one of two even classes in the {name} part",
                          hint="Many data sets are sorted by class: the end of such a set is no sample of it.")


@number("15")
@weight(1)
def test_split_follows_its_seed(student, rng):
    """The same seed gives the same parts, and another seed gives others."""
    x, y = numbered(rng, 300, 3)
    one, other = (100 + torch.randperm(1000, generator=rng)[:2]).tolist()
    first, again, different = (divide(student, x, y, 0.3, seed) for seed in (one, one, other))
    check.that(all(np.array_equal(a, b) for a, b in zip(first, again, strict=True)), "The same seed should give the same parts.",
               hint="Draw from a generator that begins with the seed.")
    check.that(not np.array_equal(np.sort(first[1]), np.sort(different[1])), "Another seed should give other parts.")


@number("16")
@weight(1)
def test_scale_on_random_pixels(student, rng):
    """scale takes 255 to 1 in every set, even in one that has no pixel so bright, and leaves its input as it is."""
    scale = student.module("src.letters").scale
    for shape, high in (((6, 28, 28), 256), ((3, 10), 120), ((1, 4, 4), 2)):
        x = draw(rng, *shape, high=high)
        x[0] = high - 1  # not all zeros
        got, changed = controls.call_keeping_inputs(student, rng, scale, x)
        check.close(got, (x / 255).astype(np.float32), rtol=1e-6, atol=0, what="the scaled pixels",
                    hint="The same pixel must have the same value in the training, the validation and the test set.")
        check.that(got.dtype == np.float32, "The scaled pixels should be float32, as the network's weights are.")
        check.that(changed == [], "scale should leave its input as it is.")


def smoothed(logits, y, alpha):
    """Return the loss by its definition: the mean over the samples of -sum q log p."""
    n, k = logits.shape
    q = torch.full((n, k), alpha / k, dtype=logits.dtype)
    q[torch.arange(n), y] += 1 - alpha
    return -(q * logits.log_softmax(1)).sum(1).mean()


# Labels that are smoothed in float32, as F.one_hot(...).float() leaves them, are right to 1e-7, whatever the dtype of the logits.
CLOSE = {"rtol": 1e-6, "atol": 1e-7}


@number("17")
@weight(5)
def test_label_smoothing_on_random_logits(student, rng):
    """label_smoothing_loss agrees with its definition, for several numbers of classes and alphas."""
    loss = student.module("src.letters").label_smoothing_loss
    for n, k in ((6, 26), (1, 4), (9, 2), (5, 5)):
        logits = 2 * torch.randn(n, k, generator=rng, dtype=torch.float64)
        y = torch.randint(k, (n,), generator=rng)
        for alpha in (0.1, 0.15, 0.2, 0.5, 1.0):
            got = loss(logits, y, alpha)
            check.shape(got, (), what="the loss")
            check.close(got, smoothed(logits, y, alpha), what="the smoothed loss", **CLOSE,
                        hint="The smoothed label sums to one: how much of it lies on the true class, how much on each other one? "
                             "The loss is a mean over the batch.")


@number("18")
@weight(2)
def test_label_smoothing_without_smoothing(student, rng):
    """With alpha = 0, label_smoothing_loss is the plain cross-entropy."""
    logits, y = 2 * torch.randn(7, 26, generator=rng, dtype=torch.float64), torch.randint(26, (7,), generator=rng)
    check.close(student.module("src.letters").label_smoothing_loss(logits, y, 0.0), smoothed(logits, y, 0.0),
                what="the loss with alpha = 0", **CLOSE,
                hint="With alpha = 0 the label is one-hot.")


@number("19")
@weight(2)
def test_label_smoothing_of_large_logits(student, rng):
    """label_smoothing_loss is finite and right for logits of several hundred, in float32."""
    logits, y = 300 * torch.randn(5, 26, generator=rng), torch.randint(26, (5,), generator=rng)
    logits[0, 0], logits[1, 1] = 800.0, -800.0  # exp of the one is infinite, of the other zero
    check.close(student.module("src.letters").label_smoothing_loss(logits, y, 0.1), smoothed(logits.double(), y, 0.1).float(),
                rtol=1e-4, atol=0, what="the loss of large logits",
                hint="If smaller logits are right: exp(800) is infinite, and so is the logarithm of 0. Which step meets one? "
                     "What is added inside a logarithm cuts the loss off.")


@number("20")
@weight(3)
def test_label_smoothing_gradients(student, rng):
    """The gradient of label_smoothing_loss with respect to the logits is the one of its definition, for every alpha."""
    mine = student.module("src.letters").label_smoothing_loss
    logits, y = torch.randn(6, 8, generator=rng, dtype=torch.float64), torch.randint(8, (6,), generator=rng)
    for alpha in (0.0, 0.2, 0.7):
        q = torch.full((6, 8), alpha / 8, dtype=torch.float64)
        q[torch.arange(6), y] += 1 - alpha
        leaf = logits.clone()
        # The student's function is called beside the student's code, with a leaf there.
        (slope,) = student.module("testkit.probes.letters").slopes(mine, leaf, y, alpha)
        check.close(slope, (logits.softmax(1) - q) / 6, what="the gradient with respect to the logits", **CLOSE,
                    hint="If the tests of the loss itself pass: does any part of the way from the logits to the loss leave PyTorch "
                         "(.item(), .detach(), NumPy)? If they fail: the reason is the same.")
