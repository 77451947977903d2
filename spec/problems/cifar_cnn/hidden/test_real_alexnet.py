"""AlexNet, trained on a part of CIFAR-10: only where the runner has a GPU and the data."""

from testkit import accuracy_checks, check, limit, number, pictures, weight

# A part of the pictures, because the threshold was measured on a CPU; those runs were tested on 10,000 of the other training
# pictures.
OPTIONS = {"epochs": 2, "batch_size": 50, "rate": 3e-4}
TRAIN_SIZE, TEST_SIZE = 20000, 10000


def measure(student, seed, device):
    """Return the accuracy, 0 to 1, on CIFAR-10's test pictures; make calibrate calls this for many seeds."""
    (x, y), (test_x, test_y) = accuracy_checks.load_real("CIFAR-10", pictures.cifar10)
    x, y = 2 * x[:TRAIN_SIZE] - 1, y[:TRAIN_SIZE]
    model = student.module("src.models").AlexNet()
    student.tools.predict(model, x[:2])  # lazy layers take their shape from the first batch
    student.tools.train_with_adam(model.to(device), x, y, seed=seed, **OPTIONS)
    return accuracy_checks.measure_accuracy(student, model, 2 * test_x - 1, test_y)


@number("26")
@weight(1)
@limit(cpu_seconds=240, wall_seconds=240, memory_mb=6144)
def test_alex_net_on_cifar(student, seed, device):
    """An AlexNet trained on CIFAR-10 classifies its test pictures."""
    accuracy = measure(student, seed, device)
    check.that(
        accuracy >= accuracy_checks.read_threshold(__file__),
        "After training on CIFAR-10, AlexNet classifies too few of its test pictures correctly.",
        values=f"Classified correctly: {accuracy:.1%}.",
        hint="If the smaller tests of the network pass, please tell the staff.",
    )
