"""What fit, save_best, load_best, overfit_one_batch, augmentation and TransformedDataset do."""

import torch
from torch.nn import functional as F

from testkit import check, controls, number, probes, weight

KEYS = ["train_loss", "train_accuracy", "valid_loss", "valid_accuracy"]
PROBES = "testkit.probes.convnets"

# The same float32 operations in the same process, on both sides of a comparison: rounding in another order moves a loss or a weight
# by a few parts in 1e6; the mildest of the known mistakes moves one by more than 1e-3.
CLOSE = {"rtol": 1e-4, "atol": 2e-5}


def draw_seed(rng):
    return int(torch.randint(2**31 - 1, (1,), generator=rng))


def examples(rng, size, features=6, classes=3):
    return torch.randn(size, features, generator=rng), torch.randint(classes, (size,), generator=rng)


def trainings(student, rng, epochs, gamma, **options):
    """Return what the student's fit returns and its model, and the same of the student's _train and _test called one by one."""
    tools, loop = student.tools, student.module("src.run_model")
    train, valid = (tools.loader(tools.dataset(*examples(rng, size)), 8) for size in (40, 24))
    settings = {"sizes": (6, 10, 3), "seed": draw_seed(rng)}
    sides = []
    for _ in range(2):
        model = tools.network(**settings)
        optimizer = tools.optimizer(model, 0.5)
        scheduler = None if gamma is None else student.module(PROBES).step_scheduler(optimizer, 1, gamma)
        sides.append((model, optimizer, scheduler))
    (model, optimizer, scheduler), (other, other_optimizer, other_scheduler) = sides
    expected = {key: [] for key in KEYS}
    for _ in range(epochs):
        _, loss, accuracy = check.unpack(loop._train(other, train, other_optimizer), 3, what="what _train returns")
        expected["train_loss"].append(loss)
        expected["train_accuracy"].append(accuracy)
        loss, accuracy = check.unpack(loop._test(other, valid), 2, what="what _test returns")
        expected["valid_loss"].append(loss)
        expected["valid_accuracy"].append(accuracy)
        if other_scheduler is not None:
            other_scheduler.step()
    history = student.module("src.fitting").fit(model, train, valid, optimizer, scheduler, n_epochs=epochs, **options)
    return check.keys(history, KEYS, what="the history"), model, expected, other


def check_same_weights(student, model, other, hint):
    claimed = student.tools.parameters(model)
    for name, value in student.tools.parameters(other).items():
        check.close(claimed[name], value, what="a weight of the trained model", hint=hint, **CLOSE)


@number("19")
@weight(4)
def test_fit_records_every_epoch(student, rng):
    """fit trains and validates once in every epoch, and records what _train and _test return."""
    for epochs in (1, 3):
        history, model, expected, other = trainings(student, rng, epochs, None)
        for key in KEYS:
            given = check.numbers(history[key], epochs, what=f"the history of {key}", hint="There is one number for every epoch.")
            check.close(given, expected[key], what=f"the history of {key}",
                        hint="Call _train, then _test on the validation loader, in every epoch. The training's two numbers are those "
                             "that _train returned; the tests of these two functions judge them.", **CLOSE)
        check_same_weights(student, model, other, "An epoch of fit is one call of _train with the optimizer that it gets.")


@number("20")
@weight(3)
def test_scheduler_steps_per_epoch(student, rng):
    """fit steps the scheduler once for every epoch, after the epoch's optimizer steps."""
    history, model, expected, other = trainings(student, rng, 3, 0.3)
    check_same_weights(student, model, other,
                       "If fit is right without a scheduler: how often, and where in an epoch, does the learning rate change?")
    given = check.numbers(history["train_loss"], 3, what="the history of train_loss")
    check.close(given, expected["train_loss"], what="the history of train_loss", **CLOSE,
                hint="If fit is right without a scheduler: the scheduler changes the training, and nothing that is recorded.")


@number("21")
@weight(4)
def test_keeps_the_best_epoch(student, rng):
    """fit leaves in best_path the weights of the first epoch with the best validation accuracy."""
    tools, here = student.tools, student.module(PROBES)
    # Accuracies of 20 examples; the best comes twice, is never last, and has the largest loss. The highest training accuracy, the
    # smallest validation loss and the end are three other epochs.
    for best, later, taught_best, least_loss in ((2, 4, 3, 5), (3, 5, 1, 4)):
        right = (8 + torch.randint(5, (6,), generator=rng)).tolist()
        margins = (0.1 + 0.2 * torch.rand(6, generator=rng)).tolist()
        taught = (6 + torch.randint(5, (6,), generator=rng)).tolist()
        taught[taught_best - 1] = 18
        right[best - 1] = right[later - 1] = 16
        margins[best - 1] = margins[later - 1] = 8.0
        right[least_loss - 1], margins[least_loss - 1] = 15, 0.5
        model = here.scripted(taught, right, margins)
        train, valid = (tools.dataset(*here.numbered(20, kind)) for kind in (False, True))
        path = here.new_path()
        student.module("src.fitting").fit(model, tools.loader(train, 20), tools.loader(valid, 20), tools.optimizer(model, 0.1),
                                          n_epochs=6, best_path=path)
        check.that(path.exists(), "With a best_path, fit should write this file.")
        values = here.saved(path)
        check.that(isinstance(values, dict) and set(values) == {"weight"},
                   "The file should hold the state_dict of the model.")
        check.equal(values["weight"], torch.tensor([float(best)]), what="the weight that was saved",
                    hint="Which of the four numbers of an epoch decides? state_dict() returns the weights themselves, not a copy: "
                         "they change when training goes on.")


@number("22")
@weight(2)
def test_save_best_keeps_the_best(student, rng):
    """save_best writes the file for a new best accuracy only, and returns the best so far."""
    tools, here = student.tools, student.module(PROBES)
    path, best, kept = here.new_path(), None, None
    first = float(50 + torch.randint(10, (1,), generator=rng))
    for accuracy in (0.0, 0.0, first, first - 20, first + 10, first + 10, first + 3, first + 15):
        settings = {"sizes": (4, 5, 3), "seed": draw_seed(rng)}
        if kept is None or accuracy > best:
            kept, highest = settings, accuracy
        best = student.module("src.fitting").save_best(tools.network(**settings), accuracy, best, path)
        check.close(best, highest, what="what save_best returns", hint="It returns the best accuracy so far, this one included.")
        check.that(path.exists(), "save_best should write the file whose path it gets.")
        expected = dict(probes.network(**kept).state_dict())
        values = here.saved(path)
        check.that(isinstance(values, dict) and set(values) == set(expected), "The file should hold the state_dict of the model.")
        for name, value in expected.items():
            check.close(values[name], value, what="a weight in the file",
                        hint="A model that is worse than, or only as good as, the best so far does not replace it.", **CLOSE)


@number("23")
@weight(2)
def test_load_best_restores_the_model(student, rng):
    """load_best gives a model everything that save_best saved, running averages included."""
    tools, here, fitting = student.tools, student.module(PROBES), student.module("src.fitting")
    settings = {"sizes": (4, 6, 3), "batch_norm": True}
    x = 2 + 3 * torch.randn(30, 4, generator=rng)
    seed, path = draw_seed(rng), here.new_path()
    trusted, model = probes.network(seed=seed, **settings), tools.network(seed=seed, **settings)
    probes.predict(trusted, x, train=True)
    tools.predict(model, x, train=True)
    fitting.save_best(model, 50.0, None, path)
    other = tools.network(seed=draw_seed(rng), **settings)
    loaded = fitting.load_best(other, path)
    check.that(tools.is_module(loaded), "load_best should return the model.")
    new = torch.randn(9, 4, generator=rng)
    expected = probes.predict(trusted, new)
    hint = "A model's state_dict also holds the running averages of batch normalisation."
    check.close(tools.predict(loaded, new), expected, what="what the returned model computes", hint=hint, **CLOSE)
    check.close(tools.predict(other, new), expected, what="what the model that was given computes", **CLOSE)


def descend(model, x, y, rate, most):
    """Return the accuracies before each step of a training on one batch, and the smallest difference of two leading logits."""
    accuracies, closest = [], float("inf")
    for _ in range(most):
        logits = model(x)
        accuracies.append(100 * (logits.argmax(1) == y).double().mean().item())
        leading = logits.detach().topk(2).values
        closest = min(closest, float((leading[:, 0] - leading[:, 1]).min()))
        if accuracies[-1] == 100:
            break
        slopes = torch.autograd.grad(F.cross_entropy(logits, y), list(model.parameters()))
        with torch.no_grad():
            for parameter, slope in zip(model.parameters(), slopes, strict=True):
                parameter.sub_(slope, alpha=rate)
    return accuracies, closest


def overfitted(student, rng, most, is_clear=lambda accuracies: True):
    """Return (accuracies, batches, model of the student's, accuracies, model of the reference) of a training on one batch.

    Drawn until no two leading logits come closer than 1e-3, so that rounding cannot decide an accuracy.
    """
    tools = student.tools
    while True:
        settings = {"sizes": (12, 20, 3), "seed": draw_seed(rng)}
        x, y = examples(rng, 24, features=12)
        if not is_clear(descend(probes.network(**settings), x[:8], y[:8], 0.4, most + 1)[0]):
            continue
        seen = []
        model = student.module(PROBES).watched(seen.append, settings)
        model.eval()  # as after a validation
        optimizer = tools.optimizer(model, 0.4)
        loader = student.module(PROBES).moving_loader(x, y, 8)
        given = student.module("src.fitting").overfit_one_batch(model, loader, optimizer, max_steps=most)
        check.that(bool(seen), "overfit_one_batch should call the model in training mode.")
        labels = torch.stack([y[(x == row).all(1)][0] for row in seen[0]])
        trusted = probes.network(**settings)
        expected, closest = descend(trusted, seen[0], labels, 0.4, most)
        if closest > 1e-3:
            return given, seen, model, expected, trusted


def check_overfitting(student, rng, most, is_clear=lambda accuracies: True):
    given, seen, model, expected, trusted = overfitted(student, rng, most, is_clear)
    check.that(all(torch.equal(batch, seen[0]) for batch in seen), "Every step should use the same batch.",
               hint="A loader gives another batch each time it is asked, and begins anew with every iter.")
    check.that(len(seen) >= len(expected), "Each accuracy should be that of logits in training mode.",
               hint="Before each step: one forward pass, whose logits give the accuracy and the loss.")
    values = check.numbers(given, len(expected), what="the accuracies",
                           hint="There is one accuracy before every step, none after the last, and no step follows an accuracy of 100.")
    claimed = list(student.tools.parameters(model).values())
    for value, right in zip(claimed, trusted.parameters(), strict=True):
        check.close(value, right.detach(), what="a weight of the trained model", rtol=1e-3, atol=1e-4,  # up to 400 steps
                    hint="If the accuracies are right: is there a step after an accuracy of 100?")
    check.close(values, expected, what="the accuracies", atol=1e-3, rtol=0, hint="An accuracy is a percentage.")


@number("24")
@weight(2)
def test_overfits_one_batch(student, rng):
    """overfit_one_batch trains on its first batch again and again, until all of it is classified correctly."""
    check_overfitting(student, rng, 400, lambda found: found[-1] == 100)


@number("27")
@weight(1)
def test_overfits_for_some_steps(student, rng):
    """overfit_one_batch takes max_steps steps where that is not enough, and gives the accuracy before each."""
    # The accuracies before the first three steps are not those after them, and none is 100.
    check_overfitting(student, rng, 3, lambda found: len(found) == 4 and max(found) < 100 and found[:3] != found[1:])


@number("25")
@weight(3)
def test_augmentation_moves_and_mirrors(student, rng):
    """augmentation gives pictures that are shifted by up to 4 pixels, and half of the time mirrored left to right."""
    transform = student.module("src.fitting").augmentation()
    x = 0.1 + 0.9 * torch.rand(3, 32, 32, generator=rng)
    _, changed = controls.call_keeping_inputs(student, rng, transform, x)
    check.that(changed == [], "The transform should return a new picture, and leave the one that it gets as it is.",
               hint="The next epoch begins with it again.")
    padded = [F.pad(picture, (4, 4, 4, 4)) for picture in (x, x.flip(2))]
    places = [(mirrored, row, column) for mirrored in (0, 1) for row in range(9) for column in range(9)]
    parts = torch.stack([padded[mirrored][:, row : row + 32, column : column + 32] for mirrored, row, column in places])
    found = []
    for _ in range(240):
        made = check.tensor(student.module(PROBES).transformed(transform, x, draw_seed(rng)), what="an augmented picture")
        check.shape(made, (3, 32, 32), what="an augmented picture")
        distances = (parts - made.float()).abs().amax((1, 2, 3))
        check.that(float(distances.min()) < 1e-6,
                   "An augmented picture should be a part of the padded picture, upright, mirrored or not.",
                   hint="32 x 32 pixels of the picture with four rows and columns of zeros on each side.")
        found.append(places[int(distances.argmin())])
    # By chance alone, of 240: fewer than 70 or more than 170 mirrored 1e-10; one of nine shifts of a direction missing 1e-11.
    check.that(70 <= sum(place[0] for place in found) <= 170, "About half of the pictures should be mirrored.")
    rows, columns = ({place[way] for place in found} for way in (1, 2))
    check.that(len(rows) > 1 and len(columns) > 1, "The shift should be random, in rows and in columns, for each picture anew.")
    check.that(len(rows) == len(columns) == 9, "Every shift from -4 to 4 pixels should occur, in rows and in columns.")
    # Of 81 shifts, 70 pictures have 47 different ones on average, with a standard deviation of 3.
    check.that(all(len({place for place in found if place[0] == kind}) > 25 for kind in (0, 1)),
               "A picture's shift in rows, its shift in columns and its mirroring should not depend on each other.",
               hint="How many random numbers does a picture need?")


@number("26")
@weight(2)
def test_transforms_when_taken(student, rng):
    """TransformedDataset transforms an input each time it is taken, and leaves the data set and the labels as they are."""
    x, y = torch.rand(6, 3, 4, 4, generator=rng), torch.randint(10, (6,), generator=rng)
    taken = []

    def transform(picture):
        taken.append(picture)
        return picture + len(taken)

    inner = student.tools.dataset(x, y)
    data = student.module("src.fitting").TransformedDataset(inner, transform)
    check.equal(student.tools.length(data), 6, what="the length of the data set")
    check.that(not taken, "Nothing should be transformed before it is taken.")
    for count, index in enumerate((2, 5, 2, 2), 1):
        given, label = check.unpack(data[index], 2, what="an item")
        check.that(len(taken) == count, "Each time an item is taken, its input should be transformed once.")
        check.close(taken[-1], x[index], what="what the transform gets",
                    hint="The picture as it is in the data set: a second epoch begins with it again.")
        check.close(given, x[index] + count, what="the input of an item")
        check.equal(int(check.number(label, what="a label")), int(y[index]), what="a label")
