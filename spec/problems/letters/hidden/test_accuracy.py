"""Does it learn? A LetterClassifier, trained on drawn signs by the grader: other tests judge fit."""

import torch

from testkit import accuracy_checks, check, limit, number, weight

# Less than a second of processor time. Signs, not letters of fonts: of those, a network without an activation came to 60 and 63 % after
# two seconds, a right one to 66 to 70 %, and chance would decide.
SIZES = {"n1": 20, "n2": 40, "activation": "relu", "n_classes": 26}
BATCH_SIZE, STAGES = 20, [(0.1, 8), (0.01, 2)]  # learning rate and epochs of each stage
TRAIN_PER_CLASS, TEST_PER_CLASS = 40, 100
TEST_SIZE = 26 * TEST_PER_CLASS
SHIFT = 3.0


def measure(student, rng, device):
    """Return the accuracy, 0 to 1, on signs whose labels stay on this side; make calibrate calls this for many seeds."""
    del device  # small enough for the CPU
    alphabet = 2 * torch.randint(2, (26, 7, 7), generator=rng) - 1
    (train_x, train_y), (x, y) = (draw_signs(rng, alphabet, each) for each in (TRAIN_PER_CLASS, TEST_PER_CLASS))
    model = student.module("src.letters").LetterClassifier(**SIZES)
    # The same number less in every logit changes no probability. A network that makes its logits positive then learns nothing.
    values = student.tools.parameters(model).values()
    student.tools.load_parameters(model, [value - SHIFT if value.shape == (26,) else value for value in values])
    order = int(torch.randint(2**31, (), generator=rng))
    student.tools.train_with_sgd(model, train_x, train_y, seed=order, batch_size=BATCH_SIZE, stages=STAGES)
    return accuracy_checks.measure_accuracy(student, model, x, y, 26)


def draw_signs(rng, alphabet, each):
    """Draw noisy signs as rows, shape (N, 784), about from -4 to 4: white on black or black on white, as often.

    The negative of a sign has the same class, so a linear function of the pixels says nothing of it.

    Args:
        rng: decides everything but the alphabet.
        alphabet: -1 or 1, shape (26, 7, 7): each number is a square of 4 x 4 pixels.
        each: pictures of each of the 26 signs.
    """
    labels = torch.randperm(26 * each, generator=rng) % 26
    polarity = 1 - 2 * torch.randint(2, (len(labels), 1, 1), generator=rng)
    signs = (polarity * alphabet[labels]).repeat_interleave(4, 1).repeat_interleave(4, 2)
    return (signs + torch.randn(len(labels), 28, 28, generator=rng)).flatten(1), labels


@number("33")
@weight(2)
@limit(cpu_seconds=20, wall_seconds=80)
def test_learns_signs(student, rng, device):
    """A trained LetterClassifier reads signs that it has not seen, white on black or black on white. The grader trains it."""
    accuracy = measure(student, rng, device)
    check.that(
        accuracy >= accuracy_checks.read_threshold(__file__),
        "After training, the network classifies too few of the unseen pictures correctly.",
        values=f"Classified correctly: {accuracy:.1%}.",
        hint="If the tests of the forward pass and of the gradients pass, please tell the staff.",
    )
