"""All of MNIST, where a runner has it: the student's network, trained by the student's _train on the runner's device."""

import json
from pathlib import Path

import torch

from testkit import check, datasets, limit, number, weight

BATCH_SIZE, LEARNING_RATE, EPOCHS = 50, 0.2, 2
TEST_SIZE = 10000


def measure(student, seed, device):
    """Return the accuracy, 0 to 1, on MNIST's own test set; make calibrate calls this for many seeds."""
    try:
        (x, y), (test_x, test_y) = datasets.mnist()
    except datasets.NoDataError as error:
        check.fail("MNIST is not on this machine, so nothing was measured. This is not your mistake; please tell the staff.",
                   values=str(error))
    # The order is drawn here: a loader that shuffles would spend most of its time on it.
    order = torch.randperm(len(x), generator=torch.Generator().manual_seed(seed))
    torch_device = torch.device(device)
    model = student.module("src.models").Digit_Classifier().to(torch_device)
    loader = student.tools.loader(student.tools.dataset(x[order], y[order]), BATCH_SIZE)
    for _ in range(EPOCHS):
        optimizer = student.tools.optimizer(model, LEARNING_RATE)
        answer = student.module("src.run_model")._train(model, loader, optimizer, torch_device)
        model, _, _ = check.unpack(answer, 3, what="what _train returns")
        check.that(student.tools.is_module(model), "The model that _train returns should be a torch.nn.Module.")
    logits = student.tools.evaluate(model, test_x)
    check.shape(logits, (len(test_x), 10), what="the output for the test pictures")
    return float((logits.argmax(1) == test_y).double().mean())


@number("8")
@weight(1)
@limit(cpu_seconds=240, wall_seconds=240, memory_mb=4096)
def test_reads_mnist(student, seed, device):
    """A Digit_Classifier trained by _train on all of MNIST classifies its test set."""
    calibration = json.loads(Path(__file__).with_name("calibration.json").read_text(encoding="utf-8"))
    accuracy = measure(student, seed, device)
    check.that(
        accuracy >= calibration["test_full_mnist.py"]["threshold"],
        "After training on all of MNIST, the model classifies too few of its test pictures correctly.",
        values=f"Classified correctly: {accuracy:.2%}.",
        hint="If the smaller tests of the network pass, look at _train: does it move every batch to its argument device?",
    )
