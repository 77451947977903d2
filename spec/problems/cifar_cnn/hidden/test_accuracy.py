"""Does it learn? A CifarNet, trained on small drawn pictures by the loop of probes.py."""

import json
from pathlib import Path

import torch

from testkit import check, limit, number, weight

# A second or two of processor time. Stripes, not the drawn objects of test_handed_in.py: on those a network that cannot learn some of
# its classes reaches 47 % after four seconds, a right one 61 %, and chance would decide.
OPTIONS = {"epochs": 5, "batch_size": 20, "rate": 2e-3}
TRAIN_PER_CLASS, TEST_PER_CLASS = 100, 300
TEST_SIZE = 10 * TEST_PER_CLASS


def measure(student, rng, device):
    """Return the accuracy, 0 to 1, on pictures whose labels stay on this side; make calibrate calls this for many seeds."""
    del device  # small enough for the CPU
    (train_x, train_y), (x, y) = draw_stripes(rng, TRAIN_PER_CLASS), draw_stripes(rng, TEST_PER_CLASS)
    model = student.module("src.models").CifarNet()
    student.tools.predict(model, x[:2])  # lazy layers take their shape from the first batch
    order = int(torch.randint(2**31, (), generator=rng))
    student.module("testkit.probes.cifar_cnn").train(model, train_x, train_y, seed=order, **OPTIONS)
    logits = check.tensor(student.tools.evaluate(model, x), what="the output for the test pictures")
    check.shape(logits, (len(x), 10), what="the output for the test pictures")
    return float((logits.argmax(1) == y).double().mean())


def draw_stripes(rng, each):
    """Draw noisy stripes in random colours, shape (N, 3, 32, 32) in [-1, 1]; their direction and width are the class.

    No pixel tells a class: where the stripes begin is random. A convolution sees them, and learns to in a few steps.
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
    noise = 0.15 * torch.randn(count, 3, 32, 32, generator=rng)
    return (uniform(-0.2, 0.2, 3, 1, 1) + uniform(0.4, 0.9, 3, 1, 1) * waves + noise).clamp(-1, 1), labels


@number("27")
@weight(4)
@limit(cpu_seconds=30, wall_seconds=90)
def test_learns_stripes(student, rng, device):
    """A trained CifarNet classifies pictures of stripes that it has not seen. The grader trains it."""
    calibration = json.loads(Path(__file__).with_name("calibration.json").read_text(encoding="utf-8"))
    accuracy = measure(student, rng, device)
    check.that(
        accuracy >= calibration["test_accuracy.py"]["threshold"],
        "After training, CifarNet classifies too few of the unseen pictures correctly.",
        values=f"Classified correctly: {accuracy:.1%}.",
        hint="If the tests of the forward pass and of the gradients pass, please tell the staff.",
    )
