"""Augmentation, early stopping and mixup."""

import torch
from torch.nn import functional as F

from testkit import check, controls, number, weight


def draw_seed(rng):
    return int(torch.randint(2**31, (), generator=rng))


def generator(rng):
    """Return a generator for student code, which says nothing of ``rng``."""
    return torch.Generator().manual_seed(draw_seed(rng))


def pictures(rng, count, height=12, width=14):
    """Draw pictures without zeros, so that a shift shows at the edges."""
    return 0.1 + 0.9 * torch.rand(count, 3, height, width, generator=rng)


def find_change(x, made):
    """Return (mirrored, row, column) of the augmentation that makes ``made`` of the picture ``x``, or None."""
    _, height, width = x.shape
    for mirrored in (0, 1):
        padded = F.pad(x.flip(2) if mirrored else x, (4, 4, 4, 4))
        for row in range(9):
            for column in range(9):
                if torch.allclose(padded[:, row : row + height, column : column + width], made, rtol=0, atol=1e-6):
                    return mirrored, row, column
    return None


@number("14")
@weight(3)
def test_augment_mirrors_and_shifts(student, rng):
    """augment mirrors half of the pictures, and shifts each by up to 4 pixels in both directions."""
    x = pictures(rng, 240)
    made = check.tensor(student.module("src.regularise").augment(x, generator(rng)), what="the augmented pictures")
    check.shape(made, x.shape, what="the augmented pictures")
    found = [find_change(before, after) for before, after in zip(x, made.to(x.dtype), strict=True)]
    check.that(all(change is not None for change in found),
               "Each augmented picture should be its own picture, mirrored left to right or not, shifted by at most 4 pixels.",
               values=f"Of 240, {found.count(None)} are not.", hint="Zeros come in at the edges, and pictures stay upright.")
    mirrored = sum(change[0] for change in found)
    # By chance alone, of 240: fewer than 70 or more than 170 mirrored 1e-10; one of nine shifts of a direction missing 1e-11.
    check.that(70 <= mirrored <= 170, "About half of the pictures should be mirrored.")
    check.that(all(len({change[place] for change in found}) == 9 for place in (1, 2)),
               "Every shift from -4 to 4 pixels should occur, in rows and in columns.", hint="Each picture has a shift of its own.")
    # Of 81 shifts, 70 pictures have 47 different ones on average, with a standard deviation of 3.
    check.that(all(len({change for change in found if change[0] == kind}) > 25 for kind in (0, 1)),
               "A picture's shift in rows, its shift in columns and its mirroring should not depend on each other.",
               hint="How many random numbers does a picture need?")
    double = student.module("src.regularise").augment(pictures(rng, 2).double(), generator(rng))
    check.that(check.tensor(double).dtype == torch.float64, "The augmented pictures should have the dtype of the pictures.")


@number("15")
@weight(2)
def test_augment_follows_its_generator(student, rng):
    """augment draws from its generator only, and leaves the pictures that it gets as they are."""
    augment = student.module("src.regularise").augment
    x, seed = pictures(rng, 8), draw_seed(rng)
    made, changed = controls.call_keeping_inputs(student, rng, augment, x, torch.Generator().manual_seed(seed))
    check.that("0" not in changed, "augment should not change the pictures that it gets.",
               hint="The next epoch begins with them again.")
    again = check.tensor(augment(x, torch.Generator().manual_seed(seed)), what="the augmented pictures")
    check.close(check.tensor(made, what="the augmented pictures"), again, what="the pictures for a generator in the same state",
                hint="All random numbers should come from the generator that is passed.")
    check.that(not torch.equal(again, check.tensor(augment(x, generator(rng)))), "Another generator should give other pictures.")


@number("16")
@weight(3)
def test_early_stopping(student, rng):
    """Training stops after `patience` epochs in a row without a new best accuracy."""
    for patience in (3, 1, 5):
        start = float(20 + torch.randint(10, (), generator=rng))
        rising = [start + 3 * step for step in range(6)]
        best = rising[-1]
        # Ups and downs below the best do not count, and an equal accuracy has not risen.
        worse = [best, best - 4, best - 1, best - 2, best][:patience]
        stopping = student.module("src.regularise").EarlyStopping(patience)
        answers = [stopping.should_stop(accuracy) for accuracy in rising + worse]
        check.that(all(isinstance(answer, bool) for answer in answers), "should_stop should return True or False.")
        check.that(not any(answers[:-1]), "Training should not stop this early.",
                   hint="Count the epochs since the last one that set a new best.")
        check.that(answers[-1], "Training should stop now.",
                   hint="Is each accuracy compared with the best so far, or with the one before?")
    stopping = student.module("src.regularise").EarlyStopping()
    falling = [stopping.should_stop(float(accuracy)) for accuracy in (50, 40, 30, 20)]
    check.that(falling == [False, False, False, True],
               "With the usual patience of 3, training should stop at the third epoch without a new best.",
               values=f"Answers: {falling}.")
    renewed = student.module("src.regularise").EarlyStopping(2)
    answers = [renewed.should_stop(float(accuracy)) for accuracy in (50, 40, 60, 55, 58)]
    check.that(answers == [False, False, False, False, True], "A new best should start the count anew.",
               values=f"Answers: {answers}.")


def mixed(student, rng, alpha, count=10):
    """Return x, y and what mixup returns for them, after a check of its form."""
    x, y = torch.rand(count, 3, 4, 4, generator=rng), torch.randperm(count, generator=rng)
    answer = student.module("src.regularise").mixup(x, y, alpha, generator(rng))
    made, y_a, y_b, share = check.unpack(answer, 4, what="what mixup returns")
    share = check.number(share, what="the share")
    check.between(share, 0, 1, what="the share")
    check.shape(made, x.shape, what="the mixed pictures")
    check.equal(y_a, y, what="the first classes", hint="They are those of the pictures in their own order.")
    check.shape(y_b, (count,), what="the second classes")
    check.that(sorted(check.tensor(y_b).tolist()) == list(range(count)),
               "The second classes should be the first ones in another order.")
    return x, y, check.tensor(made), check.tensor(y_b), share


@number("17")
@weight(4)
def test_mixup_mixes_pictures_and_classes(student, rng):
    """mixup gives share * x + (1 - share) * (x in a random order), and the classes in the same order."""
    orders = []
    for alpha in (1.0, 0.4, 2.0):
        x, y, made, y_b, share = mixed(student, rng, alpha)
        order = torch.argsort(y)[y_b]  # the place of each second class: every class is there once
        orders.append(order.tolist())
        check.close(made, share * x + (1 - share) * x[order], what="the mixed pictures",
                    hint="The share that is returned belongs to the first classes, and pictures and classes are put in "
                         "the same order.")
    # Of ten pictures, two orders are the same with a probability of 3e-7.
    check.that(list(range(10)) not in orders and orders[0] != orders[1] != orders[2], "The order should be random.")


@number("18")
@weight(2)
def test_share_is_beta_distributed(student, rng):
    """mixup draws the share from Beta(alpha, alpha)."""
    for alpha, inner in ((0.2, 0.172), (5.0, 0.902)):  # the probability of a share between 0.25 and 0.75
        shares = [mixed(student, rng, alpha, count=3)[4] for _ in range(120)]
        inside = sum(0.25 < share < 0.75 for share in shares) / 120
        above = sum(share > 0.5 for share in shares) / 120
        check.that(len(set(shares)) > 80, "Almost every batch should have a share of its own.")
        # Six standard deviations of a share of 120, sqrt(p (1 - p) / 120): 2e-9 by chance.
        check.that(abs(inside - inner) < 6 * (inner * (1 - inner) / 120) ** 0.5,
                   "The share does not follow the beta distribution of alpha.", values=f"Between 0.25 and 0.75: {inside:.0%}.",
                   hint="How large are the shares for a small alpha, and how large for a large one?")
        check.that(abs(above - 0.5) < 6 * (0.25 / 120) ** 0.5, "The share should be above a half as often as below.",
                   values=f"Above: {above:.0%}.")


@number("28")
@weight(2)
def test_mixup_follows_its_generator(student, rng):
    """mixup draws from its generator only, and leaves the pictures and classes that it gets as they are."""
    mixup = student.module("src.regularise").mixup
    x, y, seed = torch.rand(10, 3, 4, 4, generator=rng), torch.randperm(10, generator=rng), draw_seed(rng)
    _, changed = controls.call_keeping_inputs(student, rng, mixup, x, y, 1.0, generator(rng))
    check.that("0" not in changed and "1" not in changed, "mixup should not change the pictures and classes that it gets.")
    first, again = (check.unpack(mixup(x, y, 1.0, torch.Generator().manual_seed(seed)), 4, what="what mixup returns")
                    for _ in range(2))
    hint = "NumPy draws from the generator too, if its seed comes from there."
    for place, what in ((3, "the share"), (0, "the mixed pictures"), (2, "the second classes")):
        check.close(again[place], first[place], what=f"{what} for a generator in the same state", hint=hint)


@number("19")
@weight(3)
def test_mixup_loss(student, rng):
    """mixup_loss weighs the cross-entropies with both classes like the pictures."""
    for share in (0.0, 0.3, 0.85, 1.0):
        logits = 2 * torch.randn(9, 5, generator=rng)
        y_a, y_b = (torch.randint(5, (9,), generator=rng) for _ in range(2))
        loss = student.module("src.regularise").mixup_loss(logits, y_a, y_b, share)
        expected = share * F.cross_entropy(logits, y_a) + (1 - share) * F.cross_entropy(logits, y_b)
        check.close(check.number(loss, what="the loss"), float(expected), what="the loss", rtol=1e-4, atol=1e-6,
                    hint="Which share belongs to which classes?")
