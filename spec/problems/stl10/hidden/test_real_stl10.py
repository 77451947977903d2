"""YourModel's network, trained on the labelled pictures of STL-10: only where the runner has a GPU and the data."""

from torch.nn import functional as F

from testkit import accuracy_checks, check, limit, number, pictures, weight

# Not measured, on a GPU or on a CPU: STL-10 was not at hand. The threshold is an estimate, to be replaced by a measurement; a network
# that learns nothing reaches 10 %.
SETTINGS = {"num_blocks": 3, "feature_maps": 32, "drop_rate": 0.2, "batch_norm": True, "use_skip": True, "verbose": False}
TRAINING = {"epochs": 12, "batch_size": 50, "rate": 2e-3}
ENOUGH = 0.35


def train_and_test(student, seed, device):
    """Return the accuracy, 0 to 1, on STL-10's test pictures, shrunk to 32 x 32 as the hand-out shrinks them."""
    parts = accuracy_checks.load_real("STL-10", pictures.stl10)
    (x, y), (test_x, test_y) = ((2 * F.avg_pool2d(part, 3) - 1, labels) for part, labels in parts)
    model = student.module("src.stl10_models").YourModel(**SETTINGS)
    student.tools.predict(model.network, x[:2])  # layers may take their shape from the first batch
    network = model.network.to(device)
    student.tools.train_with_adam(network, x, y, seed=seed, **TRAINING)
    return accuracy_checks.measure_accuracy(student, network, test_x, test_y)


@number("29")
@weight(1)
@limit(cpu_seconds=240, wall_seconds=240, memory_mb=6144)
def test_your_model_on_stl10(student, seed, device):
    """The network of a YourModel, trained on STL-10, classifies its test pictures. The grader trains it, not fit."""
    accuracy = train_and_test(student, seed, device)
    check.that(accuracy >= ENOUGH, "After training on STL-10, YourModel's network classifies too few of its test pictures correctly.",
               values=f"Classified correctly: {accuracy:.1%}.",
               hint="If the tests of the network on small pictures pass: does it hold on the runner's device, without a tensor that "
                    "was made on the CPU?")
