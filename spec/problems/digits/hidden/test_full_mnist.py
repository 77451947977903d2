"""All of MNIST, where a runner has it: the student's network, trained by the student's _train on the runner's device."""

import torch

from testkit import accuracy_checks, check, datasets, limit, number, weight

BATCH_SIZE, LEARNING_RATE, EPOCHS = 50, 0.2, 2
TEST_SIZE = 10000


def measure(student, seed, device):
    """Return the accuracy, 0 to 1, on MNIST's own test set; make calibrate calls this for many seeds."""
    (x, y), (test_x, test_y) = accuracy_checks.load_real("MNIST", datasets.mnist)
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
    return accuracy_checks.measure_accuracy(student, model, test_x, test_y)


@number("8")
@weight(1)
@limit(cpu_seconds=240, wall_seconds=240, memory_mb=4096)
def test_reads_mnist(student, seed, device):
    """A Digit_Classifier trained by _train on all of MNIST classifies its test set."""
    accuracy = measure(student, seed, device)
    check.that(
        accuracy >= accuracy_checks.read_threshold(__file__),
        "After training on all of MNIST, the model classifies too few of its test pictures correctly.",
        values=f"Classified correctly: {accuracy:.2%}.",
        hint="If the smaller tests of the network pass, look at _train: does it move every batch to its argument device?",
    )
