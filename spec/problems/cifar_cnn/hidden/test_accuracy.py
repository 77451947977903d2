"""Does it learn? A CifarNet, trained on small drawn pictures by the grader."""

import torch

from testkit import accuracy_checks, check, limit, number, pictures, weight

# A second or two of processor time. Stripes, not the drawn objects of test_handed_in.py: on those a network that cannot learn some of
# its classes reaches 47 % after four seconds, a right one 61 %, and chance would decide.
OPTIONS = {"epochs": 5, "batch_size": 20, "rate": 2e-3}
TRAIN_PER_CLASS, TEST_PER_CLASS = 100, 300
TEST_SIZE = 10 * TEST_PER_CLASS


def measure(student, rng, device):
    """Return the accuracy, 0 to 1, on pictures whose labels stay on this side; make calibrate calls this for many seeds."""
    del device  # small enough for the CPU
    (train_x, train_y), (x, y) = (pictures.draw_stripes(rng, each) for each in (TRAIN_PER_CLASS, TEST_PER_CLASS))
    model = student.module("src.models").CifarNet()
    student.tools.predict(model, x[:2])  # lazy layers take their shape from the first batch
    order = int(torch.randint(2**31, (), generator=rng))
    student.tools.train_with_adam(model, train_x, train_y, seed=order, **OPTIONS)
    return accuracy_checks.measure_accuracy(student, model, x, y)


@number("27")
@weight(4)
@limit(cpu_seconds=30, wall_seconds=90)
def test_learns_stripes(student, rng, device):
    """A trained CifarNet classifies pictures of stripes that it has not seen. The grader trains it."""
    accuracy = measure(student, rng, device)
    check.that(
        accuracy >= accuracy_checks.read_threshold(__file__),
        "After training, CifarNet classifies too few of the unseen pictures correctly.",
        values=f"Classified correctly: {accuracy:.1%}.",
        hint="If the tests of the forward pass and of the gradients pass, please tell the staff.",
    )
