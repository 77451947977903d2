"""Does it learn? A SmallCNN, trained on small drawn pictures by the loop of probes.py."""

import json
from pathlib import Path

import torch

from testkit import check, limit, number, weight

# Some 160 million multiplications for each picture: a few hundred are all that a test can train on, and these pass once.
OPTIONS = {"epochs": 1, "batch_size": 10, "rate": 2e-3}
TRAIN_PER_CLASS, TEST_PER_CLASS = 80, 100
TEST_SIZE = TEST_PER_CLASS  # each measured number is that of one class


def measure(student, rng, device):
    """Return the mean probability, 0 to 1, that the network gives to the right class; make calibrate calls this for many seeds.

    It is that of the class whose mean is the lowest: over all classes, a network that can never name one of the ten would still come to
    90 %. Accuracy would not show that logits end in a softmax: between 0 and 1, they give no class more than e / (e + 9), 23 %. A logit
    that a ReLU keeps at zero gives its class 10 % at most. The labels stay on this side.
    """
    del device  # small enough for the CPU
    (train_x, train_y), (x, y) = draw_stripes(rng, TRAIN_PER_CLASS), draw_stripes(rng, TEST_PER_CLASS)
    model = student.module("src.models").SmallCNN()
    student.tools.predict(model, x[:2])  # lazy layers take their shape from the first batch
    order = int(torch.randint(2**31, (), generator=rng))
    student.module("testkit.probes.small_cnn").train(model, train_x, train_y, seed=order, **OPTIONS)
    logits = check.tensor(student.tools.evaluate(model, x), what="the output for the test pictures")
    check.shape(logits, (len(x), 10), what="the output for the test pictures")
    right = logits.double().softmax(1).gather(1, y[:, None])[:, 0]
    return min(float(right[y == label].mean()) for label in range(10))


def draw_stripes(rng, each):
    """Draw noisy stripes, shape (N, 3, 32, 32) in [-1, 1]; their direction, their width and a tone of their colours are the class.

    Where the stripes begin is random, and so are their contrast and a part of their colours.
    """
    count = 10 * each
    labels = torch.randperm(count, generator=rng) % 10

    def uniform(low, high, *shape):
        return low + (high - low) * torch.rand(count, *shape, generator=rng)

    angles = labels % 5 * torch.pi / 5
    frequencies = torch.where(labels < 5, 2 * torch.pi / 4, 2 * torch.pi / 9)  # 4 or 9 pixels from stripe to stripe
    across, down = (angles.cos() * frequencies)[:, None, None], (angles.sin() * frequencies)[:, None, None]
    places = torch.arange(32.0)
    waves = (across * places + down * places[:, None] + uniform(0, 2 * torch.pi, 1, 1)).sin()[:, None]
    tones = 0.5 * (2 * torch.pi * (labels[:, None] / 10 + torch.arange(3) / 3)).cos()[:, :, None, None]
    noise = 0.15 * torch.randn(count, 3, 32, 32, generator=rng)
    return (tones + uniform(-0.1, 0.1, 3, 1, 1) + uniform(0.3, 0.6, 3, 1, 1) * waves + noise).clamp(-1, 1), labels


@number("15")
@weight(4)
@limit(cpu_seconds=30, wall_seconds=90)
def test_learns_stripes(student, rng, device):
    """A trained SmallCNN() classifies pictures of stripes that it has not seen. The grader trains it."""
    calibration = json.loads(Path(__file__).with_name("calibration.json").read_text(encoding="utf-8"))
    probability = measure(student, rng, device)
    check.that(
        probability >= calibration["test_accuracy.py"]["threshold"],
        "After training, SmallCNN() is too unsure of some class of unseen pictures.",
        values=f"Mean probability of the right class, for the class with the lowest: {probability:.1%}.",
        hint="If the tests of the forward pass and of the gradients pass, please tell the staff.",
    )
