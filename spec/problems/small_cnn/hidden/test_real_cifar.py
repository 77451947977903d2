"""Both kinds of SmallCNN, trained on all of CIFAR-10: only where the runner has a GPU and the data."""

from testkit import accuracy_checks, check, limit, number, pictures, weight

OPTIONS = {"epochs": 4, "batch_size": 100, "rate": 1e-3}
# Not measured: such a training takes half an hour on a CPU. A linear classifier of the pixels reaches about 40 %, and CifarNet, which has
# a quarter of the weights, reached 56 % in one run of three epochs.
ENOUGH = 0.45  # of 10,000 test pictures: half a percent is one standard deviation


def judge(student, seed, device, batch_norm):
    (x, y), (test_x, test_y) = accuracy_checks.load_real("CIFAR-10", pictures.cifar10)
    model = student.module("src.models").SmallCNN(batch_norm=batch_norm)
    student.tools.predict(model, 2 * x[:2] - 1)  # lazy layers take their shape from the first batch
    student.tools.train_with_adam(model.to(device), 2 * x - 1, y, seed=seed, **OPTIONS)
    accuracy = accuracy_checks.measure_accuracy(student, model, 2 * test_x - 1, test_y)
    check.that(
        accuracy >= ENOUGH,
        f"After training on CIFAR-10, SmallCNN(batch_norm={batch_norm}) classifies too few of its test pictures correctly.",
        values=f"Classified correctly: {accuracy:.1%}.",
        hint="If the smaller tests of the network pass, please tell the staff.",
    )


@number("16")
@weight(1)
@limit(cpu_seconds=240, wall_seconds=240, memory_mb=6144)
def test_small_cnn_on_cifar(student, seed, device):
    """A SmallCNN trained on CIFAR-10 classifies its test pictures."""
    judge(student, seed, device, False)


@number("17")
@weight(1)
@limit(cpu_seconds=240, wall_seconds=240, memory_mb=6144)
def test_batch_norm_on_cifar(student, seed, device):
    """A SmallCNN with batch normalisation, trained on CIFAR-10, classifies its test pictures."""
    judge(student, seed, device, True)
