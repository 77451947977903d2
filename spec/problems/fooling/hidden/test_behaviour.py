"""What the functions must not change, and what a result must not depend on."""

import torch

from testkit import check, effect_checks, number, weight
from testkit import probes as tools
from testkit.probes import effects

SIZES, COUNT = (36, 20, 20, 5), 60
MIXED = [True, False, True, False, False]
STEPS = (0.1, 3)


def changes(student, rng, name, *modes, needs=True):
    """Call a function on a network with dropout and batch normalisation in these modes, and return what it does to each."""
    function = getattr(student.module("src.fooling"), name)
    while True:  # until no class has most of the pictures, so that another mode changes some answers of transfers
        settings = {"seed": int(torch.randint(2**31, (), generator=rng)), "dropout": 0.5, "batch_norm": True, "dtype": "float64"}
        x = torch.randn(COUNT, 3, 3, 4, generator=rng, dtype=torch.float64)
        with torch.no_grad():
            y = tools.network(SIZES, **settings).eval()(x).argmax(1)
        if int(y.bincount().max()) <= COUNT // 2:
            break
    x.requires_grad_(needs)
    options = ()
    if name == "make_fooling_image":
        y, options = (y + 1) % 5, STEPS  # no picture is there already

    def make(load, modes):
        return load(effects.__name__).prepare(load("testkit.probes").network(SIZES, **settings), modes, 1)

    return [
        effect_checks.ask_effects(student, rng, function, lambda load, chosen=chosen: make(load, chosen), x, y, *options) for chosen in modes
    ]


@number("10")
@weight(1)
def test_evaluation_mode(student, rng):
    """make_fooling_image uses the model in evaluation mode, whatever its mode is before."""
    quiet, *others = changes(student, rng, "make_fooling_image", [False], [True], MIXED)
    check.tensor(quiet["result"], what="the fooling images")
    for seen in others:
        check.close(seen["result"], quiet["result"], rtol=0, atol=1e-9, what="the fooling images of a model in training mode",
                    hint="Dropout and batch normalisation act differently in training: call eval() on the model first.")


@number("11")
@weight(1)
def test_restored_modes(student, rng):
    """make_fooling_image leaves every module of the model in the mode that it had before."""
    for seen in changes(student, rng, "make_fooling_image", [True], MIXED):
        check.tensor(seen["result"], what="the fooling images")
        check.that(seen["modes_kept"], "After make_fooling_image, every module should have the same mode as before.",
                   hint="Store each module's own mode before eval(): model.train() at the end also changes frozen parts.")


@number("12")
@weight(2)
def test_no_traces(student, rng):
    """make_fooling_image changes neither the pictures and targets nor parameters, buffers and gradients."""
    for needs in (True, False):
        (seen,) = changes(student, rng, "make_fooling_image", [False], needs=needs)
        check.tensor(seen["result"], what="the fooling images")
        check.that(seen["x_kept"], "make_fooling_image should not change its pictures, nor whether they require gradients.")
        check.that(seen["labels_kept"], "make_fooling_image should not change its targets.")
        check.that(seen["gradients_kept"], "Afterwards, the .grad of x and of every parameter should be the same as before.",
                   hint="You need only the gradient with respect to x: torch.autograd.grad returns it and stores nothing.")
        check.that(seen["parameters_kept"], "make_fooling_image should not change the model's parameters and buffers.")
        check.that(seen["hooks_kept"], "make_fooling_image should leave no hook on the model.")


@number("13")
@weight(1)
def test_detached_images(student, rng):
    """make_fooling_image returns pictures that belong to no graph."""
    (seen,) = changes(student, rng, "make_fooling_image", [False])
    check.tensor(seen["result"], what="the fooling images")
    check.that(seen["detached"], "The fooling images should be detached: no graph and no requires_grad.")


@number("14")
@weight(1)
def test_neighbours(student, rng):
    """A picture ends at the same place whatever else is in the batch."""
    make = student.module("src.fooling").make_fooling_image
    model = student.tools.network((24, 20, 5), seed=int(torch.randint(2**31, (), generator=rng)), dtype="float64")
    x = torch.randn(6, 2, 3, 4, generator=rng, dtype=torch.float64) * torch.tensor([0.3, 1, 1, 1, 3, 3]).double().view(-1, 1, 1, 1)
    ranks = student.tools.predict(model, x).argsort(1)
    targets = torch.cat([ranks[:3, 0], ranks[3:4, -1], ranks[4:, 1]])  # far, there from the start, nearer
    whole = make(x.clone(), targets, model, 0.1, 400)
    check.shape(whole, x.shape, what="the fooling images")
    for index in range(6):
        one = slice(index, index + 1)
        check.close(make(x[one].clone(), targets[one], model, 0.1, 400), whole[one], rtol=0, atol=1e-7,
                    what="the fooling image of one picture without the rest of its batch",
                    hint="The norm, and the decision to stop, belong to each picture.")


@number("15")
@weight(1)
def test_transfers_in_evaluation_mode(student, rng):
    """transfers uses the other network in evaluation mode, restores its modes and changes nothing."""
    quiet, *others = changes(student, rng, "transfers", [False], [True], MIXED)
    for seen in (quiet, *others):
        check.equal(seen["result"], quiet["result"], what="what transfers returns for a network in training mode",
                    hint="Dropout and batch normalisation act differently in training: call eval() on the model first.")
        check.shape(seen["result"], (COUNT,), what="what transfers returns")
        for effect in ("modes_kept", "x_kept", "labels_kept", "gradients_kept", "parameters_kept", "hooks_kept"):
            check.that(seen[effect], f"transfers should change nothing: {effect.replace('_', ' ')} is not so.")
