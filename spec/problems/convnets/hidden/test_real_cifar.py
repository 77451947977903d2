"""SimpleConvNet, trained on a part of CIFAR-10: only where the runner has a GPU and the data."""

from testkit import accuracy_checks, check, limit, number, pictures, weight

# A part of the pictures, because the threshold was measured on a CPU; those runs were tested on 10,000 of the other training
# pictures. A linear classifier of the pixels reaches about 40 %.
TRAINING = {"epochs": 3, "batch_size": 100, "rate": 3e-3}
TRAIN_SIZE, TEST_SIZE = 20000, 10000


def train_and_test(student, seed, device, residual):
    """Return the accuracy, 0 to 1, on CIFAR-10's test pictures after a training on the first of its training pictures.

    The grader trains: fit calls the student's _train and _test, and these move a batch to the CPU unless they are told otherwise.
    """
    (x, y), (test_x, test_y) = accuracy_checks.load_real("CIFAR-10", pictures.cifar10)
    x, y = 2 * x[:TRAIN_SIZE] - 1, y[:TRAIN_SIZE]
    model = student.module("src.models").SimpleConvNet(batch_norm=True, residual=residual)
    student.tools.predict(model, x[:2])  # layers may take their shape from the first batch
    model = model.to(device)
    student.tools.train_with_adam(model, x, y, seed=seed, **TRAINING)
    return accuracy_checks.measure_accuracy(student, model, 2 * test_x - 1, test_y)


def measure_both(student, seed, device):
    """Return the accuracies without residual connections and with them, by ``residual``."""
    return {residual: train_and_test(student, seed, device, residual) for residual in (False, True)}


def measure(student, seed, device):
    """Return the lower of both accuracies; make calibrate calls this for many seeds."""
    return min(measure_both(student, seed, device).values())


@number("29")
@weight(1)
@limit(cpu_seconds=240, wall_seconds=240, memory_mb=6144)
def test_simple_conv_net_on_cifar(student, seed, device):
    """A SimpleConvNet trained on CIFAR-10 classifies its test pictures, with residual connections and without."""
    for residual, accuracy in measure_both(student, seed, device).items():
        check.that(accuracy >= accuracy_checks.read_threshold(__file__),
                   "After training on CIFAR-10, SimpleConvNet classifies too few of its test pictures correctly.",
                   values=f"residual={residual}, classified correctly: {accuracy:.1%}.",
                   hint="If the tests of the network on small pictures pass: does it hold on the runner's device, without a tensor "
                        "that was made on the CPU?")
