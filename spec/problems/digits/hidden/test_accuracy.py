"""Does it learn? The student's network, trained by the student's run_model on real handwriting."""

import json
from pathlib import Path

import torch
from torch.nn import functional as F

from testkit import check, datasets, limit, number, weight

# Training ends with small steps, so that the noise of the last few batches does not decide what is measured.
STAGES = ({"learning_rate": 0.1, "n_epochs": 8}, {"learning_rate": 0.01, "n_epochs": 2})
BATCH_SIZE = 20
TRAIN_PER_CLASS, TEST_PER_CLASS = 100, 70
TEST_SIZE = 10 * TEST_PER_CLASS


def measure(student, seed, device):
    """Return the accuracy, 0 to 1, on pictures whose labels stay on this side; make calibrate calls this for many seeds."""
    del device  # run_model has no such argument: it runs on the CPU
    rng = torch.Generator().manual_seed(seed)
    train, (x, y) = datasets.handwriting(rng, TRAIN_PER_CLASS, TEST_PER_CLASS)
    model = student.module("src.models").Digit_Classifier()
    data = student.tools.dataset(*train)
    run_model = student.module("src.run_model").run_model
    for stage in STAGES:
        answer = run_model(model, running_mode="train", train_set=data, batch_size=BATCH_SIZE, **stage)
        model, _, _ = check.unpack(answer, 3, what="what run_model returns in train mode")
        check.that(student.tools.is_module(model), "The model that run_model returns should be a torch.nn.Module.")
    answered = student.tools.evaluate(model, x)
    check.shape(answered, (len(x), 10), what="the output for the test pictures")
    computed = by_weights([value.cpu().float() for value in student.tools.parameters(model).values()], x)
    check.that(computed.shape == (len(x), 10), "The trained weights should be those of linear layers from 784 to 10 nodes.")
    return float(((answered.argmax(1) == y) & (computed.argmax(1) == y)).double().mean())


def by_weights(values, x):
    """Return the hand-out's forward pass with these weights, computed here: whatever else a model may look at has no effect."""
    values = list(values)
    while found := [value for value in values if value.ndim == 2 and value.shape[1] == x.shape[1]]:
        layer = found[0]
        bias = next((value for value in values if value.shape == layer.shape[:1]), torch.zeros(len(layer)))
        x = F.linear(F.relu(x), layer, bias)  # the pictures themselves have no negative numbers
        values = [value for value in values if value is not layer and value is not bias]
    return x


@number("7")
@weight(5)
@limit(cpu_seconds=30, wall_seconds=90)
def test_learns_real_handwriting(student, seed, device):
    """A Digit_Classifier trained by run_model classifies handwriting that it has not seen."""
    calibration = json.loads(Path(__file__).with_name("calibration.json").read_text(encoding="utf-8"))
    accuracy = measure(student, seed, device)
    check.that(
        accuracy >= calibration["test_accuracy.py"]["threshold"],
        "After training, the model classifies too few of the unseen digits correctly.",
        values=f"Classified correctly: {accuracy:.2%}.",
        hint="If the smaller tests of the network pass, look at run_model: does every training step change the weights?",
    )
