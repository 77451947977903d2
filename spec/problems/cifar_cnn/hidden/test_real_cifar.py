"""CifarNet, trained on CIFAR-10: only where the runner has a GPU and the data."""

from testkit import accuracy_checks, check, limit, number, pictures, weight

OPTIONS = {"epochs": 6, "batch_size": 100, "rate": 2e-3}
# The threshold was measured on a CPU: each run trained on 40,000 of CIFAR-10's training pictures, 10,000 of them twice in an
# epoch, and was tested on the other 10,000. A linear classifier of the pixels reaches about 40 %.
TEST_SIZE = 10000


def measure(student, seed, device):
    """Return the accuracy, 0 to 1, on CIFAR-10's test pictures; make calibrate calls this for many seeds."""
    (x, y), (test_x, test_y) = accuracy_checks.load_real("CIFAR-10", pictures.cifar10)
    model = student.module("src.models").CifarNet()
    student.tools.predict(model, 2 * x[:2] - 1)  # lazy layers take their shape from the first batch
    student.tools.train_with_adam(model.to(device), 2 * x - 1, y, seed=seed, **OPTIONS)
    return accuracy_checks.measure_accuracy(student, model, 2 * test_x - 1, test_y)


@number("25")
@weight(1)
@limit(cpu_seconds=240, wall_seconds=240, memory_mb=6144)
def test_cifar_net_on_cifar(student, seed, device):
    """A CifarNet trained on CIFAR-10 classifies its test pictures."""
    accuracy = measure(student, seed, device)
    check.that(
        accuracy >= accuracy_checks.read_threshold(__file__),
        "After training on CIFAR-10, CifarNet classifies too few of its test pictures correctly.",
        values=f"Classified correctly: {accuracy:.1%}.",
        hint="If the smaller tests of the network pass, please tell the staff.",
    )
