"""Does it learn? A small YourModel, trained by its own fit on drawn patterns."""

import torch

from testkit import accuracy_checks, check, limit, number, weight

# Three epochs are too few for early stopping, and here is no batch normalisation: other tests judge both.
SETTINGS = {"num_blocks": 2, "feature_maps": 8, "drop_rate": 0.1, "batch_norm": False, "use_skip": True, "is_augmentation": True,
            "optimizer": "adam", "learning_rate": 2e-3, "batch_size": 8, "num_epochs": 3, "verbose": False}
TRAIN_PER_CLASS, TEST_PER_CLASS = 192, 250
TEST_SIZE = 4 * TEST_PER_CLASS
RANDOM_LABELS = TEST_SIZE // 15  # see measure


def draw_patterns(rng, each):
    """Draw waves of random length and place: rows, columns, a chessboard, rings, each the same when mirrored. No single pixel says which.

    Args:
        rng: decides everything.
        each: pictures of each of the four classes.

    Returns:
        (x, y), in random order: float32 of shape (N, 3, 32, 32), with a mean of about 0 and a deviation of about 1; int64.
    """
    y = torch.arange(4).repeat(each)[torch.randperm(4 * each, generator=rng)]

    def uniform(low, high):
        return low + (high - low) * torch.rand(len(y), 1, 1, generator=rng)

    row, column = torch.meshgrid(torch.arange(32.0), torch.arange(32.0), indexing="ij")
    turn = 2 * torch.pi / uniform(5, 9)  # for a pixel
    across, along = (turn * (row + uniform(0, 9))).sin(), (turn * (column + uniform(0, 9))).sin()
    distance = ((row - uniform(8, 24)).square() + (column - uniform(8, 24)).square()).sqrt()
    waves = torch.stack([across, along, across * along, (turn * distance + uniform(0, 6)).sin()])[y, torch.arange(len(y))]
    tint = 2 * torch.rand(len(y), 3, 1, 1, generator=rng) - 1
    return tint + waves[:, None] + 0.4 * torch.randn(len(y), 3, 32, 32, generator=rng), y


def measure(student, rng, device):
    """Return the share, 0 to 1, of pictures whose class is given at least half of the probability; make calibrate calls this.

    Labels stay on this side. Outputs that are probabilities already lie between 0 and 1 and give no class more than e / (e + 9), 23 %:
    an accuracy alone could not tell them for certain.

    One of fifteen test pictures has a random label: nobody can be right in all of them, so the measured accuracy has no end to run
    into.
    """
    del device  # small enough for the CPU
    (x, y), (test_x, test_y) = (draw_patterns(rng, each) for each in (TRAIN_PER_CLASS, TEST_PER_CLASS))
    test_y[:RANDOM_LABELS] = torch.randint(4, (RANDOM_LABELS,), generator=rng)
    model = student.module("src.stl10_models").YourModel(**SETTINGS)
    student.tools.predict(model.network, x[:2])  # layers may take their shape from the first batch
    model.fit(x, y, x[:16], y[:16], seed=int(torch.randint(2**31, (), generator=rng)))
    likely = accuracy_checks.evaluate(student, model.network, test_x).double().softmax(1).gather(1, test_y[:, None])[:, 0]
    return float((likely >= 0.5).double().mean())


@number("26")
@weight(2)
@limit(cpu_seconds=30, wall_seconds=120)
def test_learns_pictures(student, rng, device):
    """A small YourModel that fit has trained is sure of the classes of pictures that it has not seen."""
    share = measure(student, rng, device)
    check.that(
        share >= accuracy_checks.read_threshold(__file__),
        "After training, the network gives too few of the unseen pictures' classes at least half of the probability.",
        values=f"Pictures whose class has at least half: {share:.2%}.",
        hint="If the tests of the forward pass and of fit pass: is every batch followed by one step of the optimizer?",
    )
