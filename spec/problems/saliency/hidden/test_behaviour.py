"""What saliency_maps must not change, and what its maps must not depend on."""

import torch

from testkit import check, effect_checks, number, weight
from testkit.probes import effects

MIXED = [True, False, True, False, False]


def changes(student, rng, *modes, needs=True):
    """Call saliency_maps on a network with dropout and batch normalisation in these modes, and return what it does to each."""
    maps = student.module("src.saliency").saliency_maps
    seed = int(torch.randint(2**31, (), generator=rng))
    x = torch.randn(4, 3, 3, 4, generator=rng, dtype=torch.float64).requires_grad_(needs)
    y = torch.randperm(5, generator=rng)[:4]

    def make(load, modes):
        network = load("testkit.probes").network((36, 20, 20, 5), seed=seed, dropout=0.5, batch_norm=True, dtype="float64")
        return load(effects.__name__).prepare(network, modes, 1)

    return [effect_checks.ask_effects(student, rng, maps, lambda load, chosen=chosen: make(load, chosen), x, y) for chosen in modes]


@number("7")
@weight(1)
def test_evaluation_mode(student, rng):
    """saliency_maps uses the model in evaluation mode, whatever its mode is before."""
    quiet, *others = changes(student, rng, [False], [True], MIXED)
    check.tensor(quiet["result"], what="the saliency maps")
    for seen in others:
        check.close(seen["result"], quiet["result"], rtol=0, atol=1e-9, what="the saliency maps of a model in training mode",
                    hint="Dropout and batch normalisation act differently in training: call eval() on the model first.")


@number("8")
@weight(1)
def test_restored_modes(student, rng):
    """saliency_maps leaves every module of the model in the mode that it had before."""
    for seen in changes(student, rng, [True], MIXED):
        check.tensor(seen["result"], what="the saliency maps")
        check.that(seen["modes_kept"], "After saliency_maps, every module should have the same mode as before.",
                   hint="Store each module's own mode before eval(): model.train() at the end also changes frozen parts.")


@number("9")
@weight(2)
def test_no_traces(student, rng):
    """saliency_maps changes neither the pictures and classes nor parameters, buffers, gradients and hooks."""
    for needs in (True, False):
        (seen,) = changes(student, rng, [False], needs=needs)
        check.tensor(seen["result"], what="the saliency maps")
        check.that(seen["x_kept"], "saliency_maps should not change its pictures, nor whether they require gradients.")
        check.that(seen["labels_kept"], "saliency_maps should not change its classes.")
        check.that(seen["gradients_kept"], "After saliency_maps, the .grad of x and of every parameter should be the same as before.",
                   hint="You need only the gradient with respect to x: torch.autograd.grad returns it and stores nothing.")
        check.that(seen["parameters_kept"], "saliency_maps should not change the model's parameters and buffers.")
        check.that(seen["hooks_kept"], "saliency_maps should leave no hook on the model.")


@number("10")
@weight(1)
def test_detached_maps(student, rng):
    """saliency_maps returns maps that belong to no graph."""
    (seen,) = changes(student, rng, [False])
    check.tensor(seen["result"], what="the saliency maps")
    check.that(seen["detached"], "The maps should be detached: no graph and no requires_grad.")


@number("11")
@weight(1)
def test_neighbours(student, rng):
    """A picture has the same map whatever else is in the batch."""
    maps = student.module("src.saliency").saliency_maps
    model = student.tools.network((24, 20, 5), seed=int(torch.randint(2**31, (), generator=rng)), dtype="float64")
    x = torch.randn(4, 2, 3, 4, generator=rng, dtype=torch.float64)
    y = torch.randperm(5, generator=rng)[:4]
    whole = maps(x.clone(), y, model)
    check.shape(whole, (4, 3, 4), what="the saliency maps")
    for index in range(4):
        one = slice(index, index + 1)
        alone = maps(x[one].clone(), y[one], model)
        check.shape(alone, (1, 3, 4), what="the map of one picture without the rest of its batch")
        check.close(alone, whole[one], rtol=0, atol=1e-9,
                    what="the map of one picture without the rest of its batch",
                    hint="How many scores are summed before the gradient is taken, and whose class belongs to which picture?")
