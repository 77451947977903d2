"""SimpleConvNet, trained on all of CIFAR-10: only where the runner has a GPU and the data."""

from testkit import accuracy_checks, check, limit, number, pictures, weight

# Not measured with these epochs, here or on a GPU: the threshold is an estimate. A linear classifier of the pixels reaches about 40 %,
# and UT's CifarNet, with convolutions of about this size and without batch normalisation, 56 % after three epochs on a CPU.
TRAINING = {"epochs": 4, "batch_size": 100, "rate": 3e-3}
ENOUGH = 0.5  # of 10,000 test pictures: half a percent is one standard deviation


def train_and_test(student, seed, device, residual):
    """Return the accuracy, 0 to 1, on CIFAR-10's test pictures after a training on all of its training pictures.

    The grader trains: fit calls the student's _train and _test, and these move a batch to the CPU unless they are told otherwise.
    """
    (x, y), (test_x, test_y) = accuracy_checks.load_real("CIFAR-10", pictures.cifar10)
    model = student.module("src.models").SimpleConvNet(batch_norm=True, residual=residual)
    student.tools.predict(model, 2 * x[:2] - 1)  # layers may take their shape from the first batch
    model = model.to(device)
    student.tools.train_with_adam(model, 2 * x - 1, y, seed=seed, **TRAINING)
    return accuracy_checks.measure_accuracy(student, model, 2 * test_x - 1, test_y)


@number("29")
@weight(1)
@limit(cpu_seconds=240, wall_seconds=240, memory_mb=6144)
def test_simple_conv_net_on_cifar(student, seed, device):
    """A SimpleConvNet trained on CIFAR-10 classifies its test pictures, with residual connections and without."""
    for residual in (False, True):
        accuracy = train_and_test(student, seed, device, residual)
        check.that(accuracy >= ENOUGH, "After training on CIFAR-10, SimpleConvNet classifies too few of its test pictures correctly.",
                   values=f"residual={residual}, classified correctly: {accuracy:.1%}.",
                   hint="If the tests of the network on small pictures pass: does it hold on the runner's device, without a tensor "
                        "that was made on the CPU?")
