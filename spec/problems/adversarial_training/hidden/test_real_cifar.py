"""A RobustNet, trained by adversarial_training on photographs of CIFAR-10: only where the runner has a GPU and the data."""

from pathlib import Path
from runpy import run_path
from types import SimpleNamespace

import torch

from testkit import accuracy_checks, check, limit, number, pictures, weight
from testkit.probes import adversarial_training as own

network = SimpleNamespace(**run_path(str(Path(__file__).with_name("network.py"))))

EPSILON = 0.0313
# Few pictures and epochs, because the threshold was measured on a CPU; those runs were tested on pictures from the other training
# pictures. One class for every picture reaches 10 %.
TRAIN_SIZE, VALID_SIZE, TEST_SIZE = 10000, 500, 2000
BATCH_SIZE, TRAIN_STEPS = 50, 4
STAGES = [(2e-3, 3), (3e-4, 1)]  # learning rate and epochs of each: without the second, one run differs much from the next
TEST_STEPS = 10


def measure(student, rng):
    """Return the robust accuracy, 0 to 1, on test pictures of CIFAR-10; make calibrate calls this for many seeds.

    The attack runs on this side, as students write one themselves, and on the CPU: the network is small.
    """
    (x, y), (test_x, test_y) = accuracy_checks.load_real("CIFAR-10", pictures.cifar10)
    probes = student.module("testkit.probes.adversarial_training")
    train, valid = torch.randperm(len(x), generator=rng)[: TRAIN_SIZE + VALID_SIZE].split([TRAIN_SIZE, VALID_SIZE])
    data = student.tools.dataset
    train, valid = (student.tools.loader(data(x[part], y[part]), BATCH_SIZE) for part in (train, valid))
    model = student.module("src.robust").RobustNet()

    def attack(current, pictures, classes):
        trusted = network.rebuild(own.RobustNet(), probes.read_state(current))
        return network.attack(trusted, pictures, classes, rng, network.loss, epsilon=EPSILON, steps=TRAIN_STEPS)

    for rate, epochs in STAGES:
        student.module("src.robust").adversarial_training(
            model, train, valid, attack, student.tools.optimizer(model, rate, "Adam"), epochs, "models/tried.pt")
    trusted = network.rebuild(own.RobustNet(), probes.read_state(model))
    chosen = torch.randperm(len(test_x), generator=rng)[:TEST_SIZE]
    resists = network.resisting(trusted, test_x[chosen], test_y[chosen], rng, epsilon=EPSILON, steps=TEST_STEPS)
    return float((resists["loss"] & resists["margin"]).double().mean())


@number("20")
@weight(1)
@limit(cpu_seconds=300, wall_seconds=300, memory_mb=6144)
def test_robust_on_cifar(student, rng):
    """A RobustNet that adversarial_training trained on pictures of CIFAR-10 resists a strong attack on others."""
    accuracy = measure(student, rng)
    check.that(
        accuracy >= accuracy_checks.read_threshold(__file__),
        "After adversarial training on CIFAR-10, the network names too few of its attacked test pictures rightly.",
        values=f"Named rightly before and after every attack: {accuracy:.1%}.",
        hint="If the smaller tests pass, please tell the staff.",
    )
