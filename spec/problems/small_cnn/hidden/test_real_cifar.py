"""Both kinds of SmallCNN, trained on a part of CIFAR-10: only where the runner has a GPU and the data."""

from testkit import accuracy_checks, check, limit, number, pictures, weight

# A part of the pictures, because the threshold was measured on a CPU; those runs were tested on 10,000 of the other training
# pictures.
TRAINING = {"epochs": 3, "batch_size": 20, "rate": 1e-3}
TRAIN_SIZE, TEST_SIZE = 20000, 10000


def train_and_test(student, seed, device, batch_norm):
    """Return the accuracy, 0 to 1, on CIFAR-10's test pictures after a training on the first of its training pictures."""
    (x, y), (test_x, test_y) = accuracy_checks.load_real("CIFAR-10", pictures.cifar10)
    x, y = 2 * x[:TRAIN_SIZE] - 1, y[:TRAIN_SIZE]
    model = student.module("src.models").SmallCNN(batch_norm=batch_norm)
    student.tools.predict(model, x[:2])  # lazy layers take their shape from the first batch
    student.tools.train_with_adam(model.to(device), x, y, seed=seed, **TRAINING)
    return accuracy_checks.measure_accuracy(student, model, 2 * test_x - 1, test_y)


def measure(student, seed, device):
    """Return the accuracy without batch normalisation; make calibrate calls this for many seeds.

    Its threshold serves for both kinds: in every run that was made of both, batch normalisation gained 8 points or more.
    """
    return train_and_test(student, seed, device, batch_norm=False)


def judge(student, seed, device, batch_norm):
    accuracy = train_and_test(student, seed, device, batch_norm)
    check.that(
        accuracy >= accuracy_checks.read_threshold(__file__),
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
