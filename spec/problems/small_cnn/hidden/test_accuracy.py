"""Does it learn? A SmallCNN, trained on small drawn pictures by the grader."""

import torch

from testkit import accuracy_checks, check, limit, number, pictures, weight

# Some 160 million multiplications for each picture: a few hundred are all that a test can train on, and these pass once.
OPTIONS = {"epochs": 1, "batch_size": 10, "rate": 1e-3}
TRAIN_PER_CLASS, TEST_PER_CLASS = 80, 100
TEST_SIZE = TEST_PER_CLASS  # each measured number is that of one class


def measure(student, rng, device):
    """Return the mean probability, 0 to 1, that the network gives to the right class; make calibrate calls this for many seeds.

    It is that of the class whose mean is the lowest: over all classes, a network that can never name one of the ten would still come to
    90 %. Accuracy would not show that logits end in a softmax: between 0 and 1, they give no class more than e / (e + 9), 23 %. A logit
    that a ReLU keeps at zero gives its class 10 % at most. The labels stay on this side.
    """
    del device  # small enough for the CPU
    (train_x, train_y), (x, y) = (pictures.draw_stripes(rng, each, tinted=True) for each in (TRAIN_PER_CLASS, TEST_PER_CLASS))
    model = student.module("src.models").SmallCNN()
    student.tools.predict(model, x[:2])  # lazy layers take their shape from the first batch
    order = int(torch.randint(2**31, (), generator=rng))
    student.tools.train_with_adam(model, train_x, train_y, seed=order, **OPTIONS)
    right = accuracy_checks.evaluate(student, model, x).double().softmax(1).gather(1, y[:, None])[:, 0]
    return min(float(right[y == label].mean()) for label in range(10))


@number("15")
@weight(4)
@limit(cpu_seconds=30, wall_seconds=90)
def test_learns_stripes(student, rng, device):
    """A trained SmallCNN() classifies pictures of stripes that it has not seen. The grader trains it."""
    probability = measure(student, rng, device)
    check.that(
        probability >= accuracy_checks.read_threshold(__file__),
        "After training, SmallCNN() is too unsure of some class of unseen pictures.",
        values=f"Mean probability of the right class, for the class with the lowest: {probability:.1%}.",
        hint="If the tests of the forward pass and of the gradients pass, please tell the staff.",
    )
