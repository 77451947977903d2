"""What YourModel.fit does with the settings, judged by its effect on weights and history."""

import itertools
from pathlib import Path
from runpy import run_path
from types import SimpleNamespace

import torch
from torch.nn import functional as F

from testkit import check, controls, number, weight

reference = SimpleNamespace(**run_path(str(Path(__file__).with_name("reference.py"))))

KEYS = ["train_loss", "train_accuracy", "valid_loss", "valid_accuracy"]
OPTIMIZERS = {"adam": torch.optim.Adam, "sgd": torch.optim.SGD, "rmsprop": torch.optim.RMSprop}

# Losses of order 1 to 10, of float32 logits.
LOSS = {"rtol": 1e-3, "atol": 1e-4}


def examples(rng, count):
    return torch.randn(count, 3, 32, 32, generator=rng), torch.randint(10, (count,), generator=rng)


def new_model(student, rng, **changed):
    """Return a model of one plain block with random weights, its layers and settings; other tests judge the rest of a block."""
    return reference.new_model(student, rng, num_blocks=1, batch_norm=False, use_skip=False, **changed)


def still(student, rng, **changed):
    """Return a model whose learning rate is 0, with random weights, and its layers and settings."""
    return new_model(student, rng, optimizer="sgd", learning_rate=0.0, batch_size=64, **changed)


def fit(model, train, valid, seed=0):
    return check.keys(model.fit(*train, *valid, seed), KEYS, what="the history")


def draw_seed(rng):
    return int(torch.randint(2**31, (), generator=rng))


def plain_loss(layers, pairs, chosen):
    return float(F.cross_entropy(reference.logits(layers, pairs[0], chosen), pairs[1]))


@number("20")
@weight(4)
def test_fit_takes_the_steps(student, rng):
    """fit trains in training mode, with the optimizer and the learning rate of the settings, one step for each batch."""
    for name, rate in (("sgd", 0.05), ("adam", 0.01), ("rmsprop", 0.003)):
        # One batch an epoch: the order of the pictures has no effect. A smooth activation: no gradient hangs on rounding.
        model, layers, chosen = new_model(student, rng, activation="elu", optimizer=name, learning_rate=rate, batch_size=64,
                                          num_epochs=3)
        train, valid = examples(rng, 12), examples(rng, 6)
        fit(model, train, valid)
        values = {layer.names[own]: value.requires_grad_() for layer in layers for own, value in layer.values.items()}
        optimizer = OPTIMIZERS[name](list(values.values()), lr=rate)
        clear = {}  # where the first gradient is large enough for its sign to be no matter of rounding
        for _ in range(3):
            optimizer.zero_grad()
            F.cross_entropy(reference.logits(layers, train[0], chosen), train[1]).backward()
            clear = clear or {key: value.grad.abs() > 1e-3 * value.grad.abs().max() for key, value in values.items()}
            optimizer.step()
        claimed = student.tools.parameters(model.network)
        for key, value in values.items():
            # Adam and RMSprop divide a gradient by its size, so the first step of a weight whose gradient is near zero goes either
            # way: such weights are left out. A wrong step moves a weight by the rate.
            check.equal(tuple(claimed[key].shape), tuple(value.shape), what="the shape of a weight of the trained network")
            check.close(claimed[key][clear[key]], value.detach()[clear[key]], what="a weight of the trained network", rtol=1e-2, atol=rate / 20,
                        hint="OPTIMIZERS and the attributes of the model say which optimizer, which rate and which batch.")
    model, layers, chosen = still(student, rng, num_epochs=3, drop_rate=0.5)
    train = examples(rng, 12)
    one, other = (check.tensor(student.tools.predict(model.network, train[0], train=True)) for _ in range(2))
    if not torch.equal(one, other):  # another test judges whether there is a dropout
        losses = check.numbers(fit(model, train, examples(rng, 6))["train_loss"], 3, what="the history of train_loss")
        # By chance, dropout leaves a loss as it is in less than one of a thousand epochs. Without it, all differ by rounding.
        check.that(max(abs(loss - plain_loss(layers, train, chosen)) for loss in losses[1:]) > 1e-4,
                   "The network should be in training mode when the second epoch trains, and the third.",
                   hint="In which mode does the validation of an epoch leave the network?")


@number("21")
@weight(2)
def test_fit_makes_batches(student, rng):
    """fit divides the training pictures into batches of batch_size, each picture once in an epoch, in a random order."""
    train, valid = examples(rng, 12), examples(rng, 4)
    changes = []
    for size in (12, 4):
        model, _, _ = new_model(student, rng, activation="tanh", optimizer="sgd", learning_rate=1e-4, batch_size=size,
                                num_epochs=1)
        before = student.tools.parameters(model.network)
        gradient = student.tools.loss_gradients(model.network, *train)
        fit(model, train, valid)
        after = student.tools.parameters(model.network)
        steps = torch.cat([((before[name] - after[name]) / 1e-4).flatten().double() for name in before])
        slopes = torch.cat([gradient[name].flatten().double() for name in before])
        changes.append(float(steps @ slopes / (slopes @ slopes)))
    # With so small a rate, k batches of equal size move the weights k times as far as one. Float32 weights of order 1 round a step
    # of 1e-4 times a gradient by some 1e-3 of it.
    for count, change in zip((1, 3), changes, strict=True):
        check.close(change, count, what="the size of the steps of an epoch, in full gradients", rtol=0.05, atol=0,
                    hint="An epoch is one step for each batch, and every picture is in one batch.")
    # Nothing else is random here, so two trainings of the same weights differ by the order of the pictures alone.
    ends, begun = [], None
    for _ in range(2):
        model, _, _ = new_model(student, rng, optimizer="sgd", learning_rate=0.05, batch_size=2, num_epochs=2)
        begun = begun or student.tools.parameters(model.network)
        student.tools.load_parameters(model.network, list(begun.values()))
        fit(model, train, valid, draw_seed(rng))
        ends.append(student.tools.parameters(model.network))
    check.that(any(not torch.equal(value, ends[1][name]) for name, value in ends[0].items()),
               "Two trainings of the same weights should see the pictures in different orders.",
               hint="How does the base class divide the pictures into batches?")


@number("22")
@weight(3)
def test_fit_stops_early(student, rng):
    """fit stops when the validation accuracy has not risen for three epochs, and records every epoch that ran."""
    for epochs, ran in ((9, 4), (2, 2)):
        model, _, _ = still(student, rng, num_epochs=epochs)
        history = fit(model, examples(rng, 8), examples(rng, 8))
        for key in KEYS:
            check.numbers(history[key], ran, what=f"the history of {key}",
                          hint="Without any learning, the first epoch has the best accuracy. Ask EarlyStopping after each epoch, "
                               "about the validation accuracy.")
    # One picture with every class: the validation accuracy stays at 10 %. On twelve pictures the training accuracy rises; on one
    # and the same, the network becomes so sure of its class that the validation loss does.
    one = torch.randn(1, 3, 32, 32, generator=rng)
    valid = one.repeat(10, 1, 1, 1), torch.arange(10)
    for train in (examples(rng, 12), (one.repeat(12, 1, 1, 1), torch.zeros(12, dtype=torch.int64))):
        model, _, _ = new_model(student, rng, learning_rate=0.01, batch_size=3, num_epochs=9)
        check.numbers(fit(model, train, valid)["valid_accuracy"], 4, what="the history of valid_accuracy",
                      hint="If the check without any learning passes: which number of an epoch does EarlyStopping get?")


def mostly_right(rng, layers, chosen, count):
    """Draw examples of which the network knows two of three, by margins that rounding cannot cross."""
    while True:
        x = torch.randn(count, 3, 32, 32, generator=rng)
        leading = reference.logits(layers, x, chosen).topk(2)
        if float((leading.values[:, 0] - leading.values[:, 1]).min()) > 1e-3:
            y = leading.indices[:, 0].clone()
            y[1::3] = (y[1::3] + 1) % 10
            return x, y


@number("23")
@weight(2)
def test_fit_records_plain_losses(student, rng):
    """Without augmentation and mixup, the recorded numbers are those of the pictures as they are, whatever the batches."""
    for size in (64, 4):  # one batch, and three of which the last one is smaller
        model, layers, chosen = new_model(student, rng, optimizer="sgd", learning_rate=0.0, batch_size=size, num_epochs=1)
        train, valid = mostly_right(rng, layers, chosen, 10), mostly_right(rng, layers, chosen, 7)
        history = fit(model, train, valid)
        for part, pairs in (("train", train), ("valid", valid)):
            (loss,) = check.numbers(history[f"{part}_loss"], 1, what=f"the history of {part}_loss")
            check.close(loss, plain_loss(layers, pairs, chosen), what=f"the history of {part}_loss",
                        hint="The loss of an epoch is the mean over all its pictures.", **LOSS)
            right = (reference.logits(layers, pairs[0], chosen).argmax(1) == pairs[1]).double().mean()
            (accuracy,) = check.numbers(history[f"{part}_accuracy"], 1, what=f"the history of {part}_accuracy")
            check.close(accuracy, 100 * float(right), what=f"the history of {part}_accuracy", rtol=0, atol=1e-3,
                        hint="The accuracy of an epoch is a percentage of all its pictures.")


ANEW = "Does each call of fit begin with a history and an early stopping of its own?"

# Beta(1e6, 1e6) draws 0.5 with a standard deviation of 0.0004: that moves a loss of order 1 to 10 by less than 0.01.
HALVES = 1e6
NEAR = 0.02


def mixed_losses(logits, y):
    """Return what the loss of three pictures can be when the shares are a half.

    Args:
        logits: of the means of pictures i and j, at [i, j]; shape (3, 3, 10).
        y: the classes; shape (3,).

    Returns:
        (losses for all orders, losses for the two cycles of three if only the first class counts).
    """
    single = torch.stack([torch.stack([F.cross_entropy(logits[i, j], y[i]) for j in range(3)]) for i in range(3)])
    both = (single + single.T) / 2  # with the classes of i and j
    orders = list(itertools.permutations(range(3)))
    right = [float(torch.stack([both[i, order[i]] for i in range(3)]).mean()) for order in orders]
    cycles = [order for order in orders if all(order[i] != i for i in range(3))]
    return right, [float(torch.stack([single[i, order[i]] for i in range(3)]).mean()) for order in cycles]


def mixes_by_halves(student, rng):
    """Return whether mixup and mixup_loss are right where the share is a half; other tests judge them."""
    regularise = student.module("src.regularise")
    x, y = torch.randn(3, 3, 4, 4, generator=rng), torch.arange(3)
    for _ in range(20):
        answer = regularise.mixup(x, y, HALVES, torch.Generator().manual_seed(draw_seed(rng)))
        made, y_a, y_b, share = check.unpack(answer, 4, what="what mixup returns")
        logits = torch.randn(3, 10, generator=rng)
        loss = check.number(regularise.mixup_loss(logits, y_a, y_b, share), what="the loss")
        right = (F.cross_entropy(logits, y) + F.cross_entropy(logits, check.tensor(y_b))) / 2
        if abs(loss - float(right)) > NEAR or float((made - (x + x[y_b]) / 2).abs().max()) > NEAR:
            return False
    return True


def check_mixed_losses(student, rng):
    """Require losses and accuracies of mixed pictures as the hand-out defines them, for shares of a half."""
    for draw in itertools.count():
        if draw % 30 == 0:  # a network may take all pictures for the same class
            model, layers, chosen = still(student, rng, num_epochs=3, mixup_alpha=HALVES)
        x, y = 2 * torch.randn(3, 3, 32, 32, generator=rng), torch.randperm(10, generator=rng)[:3]
        means = (x[:, None] + x[None]) / 2
        outputs = reference.logits(layers, means.flatten(0, 1), chosen).unflatten(0, (3, 3))
        right, wrong = mixed_losses(outputs, y)
        leading = outputs.topk(2)
        margin = float((leading.values[..., 0] - leading.values[..., 1]).min())
        # Of a cycle of three, an odd number of pictures are taken for one of their two classes: half of it is no whole number.
        half = sum(int(leading.indices[i, j, 0]) in (int(y[i]), int(y[j])) for i, j in ((0, 1), (1, 2), (2, 0))) % 2 == 1
        if half and margin > 5 * NEAR and min(abs(one - other) for one in wrong for other in right) > 5 * NEAR:
            break
    one, other = (check.tensor(student.tools.predict(model.network, x, train=True)) for _ in range(2))
    if not torch.equal(one, other) or not mixes_by_halves(student, rng):
        return  # other tests judge what is random without drop_rate, and mixup
    train = x, y
    for _ in range(14):  # no order of 42 is a cycle of three: (2/3)^42, 4e-8
        history = fit(model, train, examples(rng, 4), draw_seed(rng))
        for loss in check.numbers(history["train_loss"], 3, what="the history of train_loss", hint=ANEW):
            check.that(min(abs(loss - other) for other in right) < NEAR, "The training loss should be that of the mixed pictures.",
                       hint="With mixup, which function gives the loss of a batch, and which classes does it need?")
        for percent in check.numbers(history["train_accuracy"], 3, what="the history of train_accuracy"):
            check.that(min(abs(percent - 100 * count / 3) for count in range(4)) < 0.01,
                       "With mixup, the training accuracy should count the first classes.",
                       hint="A picture counts fully or not at all.")


@number("24")
@weight(3)
def test_augmentation_is_for_training(student, rng):
    """Augmentation and mixup change the training pictures, anew in every epoch, and never those of the validation."""
    for changed in ({"is_augmentation": True}, {"mixup_alpha": 1.0}):
        model, layers, chosen = still(student, rng, num_epochs=3, **changed)
        train, valid = examples(rng, 10), examples(rng, 7)
        plain, plain_valid = (plain_loss(layers, pairs, chosen) for pairs in (train, valid))
        history = fit(model, train, valid)
        losses = check.numbers(history["train_loss"], 3, what="the history of train_loss")
        # One loss comes this near to another by chance in about one of a hundred trainings, all three in one of a million. What is
        # not changed, or changed in the same way again, differs by rounding alone, some 1e-6.
        check.that(max(abs(loss - plain) for loss in losses) > 1e-3, "The training loss should be that of changed pictures.",
                   hint="Which settings say that the pictures of a batch are augmented or mixed?")
        check.that(max(losses) - min(losses) > 1e-3, "Every epoch should change the pictures anew.")
        for loss in check.numbers(history["valid_loss"], 3, what="the history of valid_loss"):
            check.close(loss, plain_valid, what="the history of valid_loss",
                        hint="Validation measures pictures as they are.", **LOSS)
    check_mixed_losses(student, rng)
    # Six times one picture: mixing alone changes nothing, and mixing what was augmented does.
    train = torch.randn(1, 3, 32, 32, generator=rng).repeat(6, 1, 1, 1), torch.zeros(6, dtype=torch.int64)
    begun, seed, found = student.tools.parameters(model.network), draw_seed(rng), []
    for alpha in (None, 1.0):
        both, _, _ = still(student, rng, num_epochs=3, is_augmentation=True, mixup_alpha=alpha)
        student.tools.load_parameters(both.network, list(begun.values()))
        found.append(check.numbers(fit(both, train, train, seed)["train_loss"], 3, what="the history of train_loss"))
    plain = plain_loss(layers, train, chosen)
    check.that(max(abs(loss - plain) for loss in found[1]) > 1e-4 and
               max(abs(loss - other) for loss, other in zip(*found, strict=True)) > 1e-5,
               "With both settings, the pictures of a batch should be augmented and mixed.",
               hint="If each setting alone works: does one of them keep the other from having an effect?")


@number("25")
@weight(1)
def test_fit_keeps_the_data(student, rng):
    """fit leaves the pictures and classes that it gets as they are."""
    model, _, _ = still(student, rng, num_epochs=2, is_augmentation=True, mixup_alpha=0.5)
    train, valid = examples(rng, 8), examples(rng, 5)
    _, changed = controls.call_keeping_inputs(student, rng, model.fit, *train, *valid)
    check.that(changed == [], "fit should not change its data.", hint="Make changed pictures new tensors.")


@number("27")
@weight(2)
def test_fit_follows_its_seed(student, rng):
    """The random changes of the training pictures are those of the seed: the same again for the same, others for another."""
    # Whatever the order of the pictures is drawn from: six times one picture, or two pictures in one batch, know no order.
    one = torch.rand(1, 3, 32, 32, generator=rng)
    same = one.repeat(6, 1, 1, 1), torch.zeros(6, dtype=torch.int64)
    two = torch.randn(2, 3, 32, 32, generator=rng), torch.tensor([0, 1])
    # Mixup leaves two pictures as they are in half of the batches: not in all of 8 x 3.
    for train, changed, trainings in ((same, {"is_augmentation": True}, 1), (two, {"mixup_alpha": 1.0}, 8)):
        model, _, _ = still(student, rng, num_epochs=3, **changed)
        for _ in range(trainings):
            seeds = (draw_seed(rng),) * 2 + (draw_seed(rng),)
            losses = [check.numbers(fit(model, train, two, seed)["train_loss"], 3, what="the history of train_loss",
                                    hint=ANEW)
                      for seed in seeds]
            # Rounding moves these losses by some 1e-6; other changes, by more than 1e-3.
            check.close(losses[1], losses[0], what="the history of train_loss, for the same seed again", rtol=1e-5, atol=1e-5,
                        hint="Which generator do augment and mixup get, and do they draw from nothing else?")
        if "is_augmentation" in changed:
            check.that(max(abs(new - old) for new, old in zip(losses[2], losses[0], strict=True)) > 1e-5,
                       "Another seed should change the pictures in another way.")
