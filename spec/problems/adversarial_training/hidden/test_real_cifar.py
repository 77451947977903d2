"""A RobustNet, trained by adversarial_training on photographs of CIFAR-10: only where the runner has a GPU and the data."""

from pathlib import Path
from runpy import run_path
from types import SimpleNamespace

import torch

from testkit import accuracy_checks, check, limit, number, pictures, weight
from testkit.probes import adversarial_training as own

network = SimpleNamespace(**run_path(str(Path(__file__).with_name("network.py"))))

EPSILON = 0.0313
TRAIN_SIZE, VALID_SIZE, TEST_SIZE = 10000, 500, 1000
BATCH_SIZE, RATE, EPOCHS, TRAIN_STEPS = 50, 2e-3, 3, 4
TEST_STEPS = 10
# Not measured. The attack runs on this side, as students write one themselves, and on the CPU: the network is small. One class for every
# picture reaches 10 %, and of a RobustNet that was trained on clean drawn pictures nothing resists (test_handed_in.py). With 1000
# pictures, one percent is one standard deviation.
ENOUGH = 0.15


def train_and_attack(student, rng):
    """Return the robust accuracy, 0 to 1, on test pictures of CIFAR-10."""
    (x, y), (test_x, test_y) = accuracy_checks.load_real("CIFAR-10", pictures.cifar10)
    probes = student.module("testkit.probes.adversarial_training")
    train, valid = torch.randperm(len(x), generator=rng)[: TRAIN_SIZE + VALID_SIZE].split([TRAIN_SIZE, VALID_SIZE])
    data = student.tools.dataset
    train, valid = (student.tools.loader(data(x[part], y[part]), BATCH_SIZE) for part in (train, valid))
    model = student.module("src.robust").RobustNet()

    def attack(current, pictures, classes):
        trusted = network.rebuild(own.RobustNet(), probes.read_state(current))
        return network.attack(trusted, pictures, classes, rng, network.loss, epsilon=EPSILON, steps=TRAIN_STEPS)

    student.module("src.robust").adversarial_training(
        model, train, valid, attack, student.tools.optimizer(model, RATE, "Adam"), EPOCHS, "models/tried.pt")
    trusted = network.rebuild(own.RobustNet(), probes.read_state(model))
    chosen = torch.randperm(len(test_x), generator=rng)[:TEST_SIZE]
    resists = network.resisting(trusted, test_x[chosen], test_y[chosen], rng, epsilon=EPSILON, steps=TEST_STEPS)
    return float((resists["loss"] & resists["margin"]).double().mean())


@number("20")
@weight(1)
@limit(cpu_seconds=300, wall_seconds=300, memory_mb=6144)
def test_robust_on_cifar(student, rng):
    """A RobustNet that adversarial_training trained on pictures of CIFAR-10 resists a strong attack on others."""
    accuracy = train_and_attack(student, rng)
    check.that(
        accuracy >= ENOUGH,
        "After adversarial training on CIFAR-10, the network names too few of its attacked test pictures rightly.",
        values=f"Named rightly before and after every attack: {accuracy:.1%}.",
        hint="If the smaller tests pass, please tell the staff.",
    )
