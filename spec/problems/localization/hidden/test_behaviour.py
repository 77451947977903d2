"""What the functions must not change."""

import torch

from testkit import check, controls, effect_checks, number, weight
from testkit.probes import effects
from testkit.probes import localization as probes

MIXED = [True, False, True, False, False]
ORDER = ("model", "x", "y")  # of class_activation_map's arguments


def changes(student, rng, *modes, needs=True):
    """Call class_activation_map on a network with dropout and batch normalisation in these modes; return what it does to each."""
    cam = student.module("src.localization").class_activation_map
    seed = int(torch.randint(2**31, (), generator=rng))
    x = torch.randn(4, 3, 6, 8, generator=rng, dtype=torch.float64).requires_grad_(needs)
    y = torch.randperm(5, generator=rng)[:4]

    def make(load, modes):
        model = load(probes.PROBES).victim(seed=seed, dropout=0.5, batch_norm=True, nested=True)
        return load(effects.__name__).prepare(model, modes, 1)

    return [
        effect_checks.ask_effects(student, rng, cam, lambda load, chosen=chosen: make(load, chosen), x, y, order=ORDER) for chosen in modes
    ]


@number("17")
@weight(1)
def test_evaluation_mode(student, rng):
    """class_activation_map uses the model in evaluation mode, whatever its mode is before."""
    quiet, *others = changes(student, rng, [False], [True], MIXED)
    check.tensor(quiet["result"], what="the maps")
    for seen in others:
        check.close(seen["result"], quiet["result"], rtol=0, atol=1e-9, what="the maps of a model in training mode",
                    hint="Batch normalisation acts differently in training: call eval() on the model first.")


@number("18")
@weight(1)
def test_restored_modes(student, rng):
    """class_activation_map leaves every module of the model in the mode that it had before."""
    for seen in changes(student, rng, [True], MIXED):
        check.tensor(seen["result"], what="the maps")
        check.that(seen["modes_kept"], "After class_activation_map, every module should have the same mode as before.",
                   hint="Store each module's own mode before eval(): model.train() at the end also changes frozen parts.")


@number("19")
@weight(2)
def test_no_traces(student, rng):
    """class_activation_map changes neither its arguments nor parameters, gradients and hooks."""
    for needs in (True, False):
        (seen,) = changes(student, rng, [False], needs=needs)
        check.tensor(seen["result"], what="the maps")
        check.that(seen["x_kept"], "class_activation_map should not change its pictures, nor whether they require gradients.")
        check.that(seen["labels_kept"], "class_activation_map should not change its classes.")
        check.that(seen["gradients_kept"], "Afterwards, the .grad of x and of every parameter should be the same as before.")
        check.that(seen["parameters_kept"], "class_activation_map should not change the model's parameters and buffers.")
        check.that(seen["hooks_kept"], "class_activation_map should leave no hook on the model.",
                   hint="register_forward_hook returns a handle. What ends the hook?")


@number("20")
@weight(1)
def test_detached_maps(student, rng):
    """class_activation_map returns maps that belong to no graph."""
    (seen,) = changes(student, rng, [False])
    check.tensor(seen["result"], what="the maps")
    check.that(seen["detached"], "The maps should be detached: no graph and no requires_grad.")


@number("21")
@weight(2)
def test_network_of_its_own(student, rng):
    """fully_convolutional returns a network in evaluation mode, and neither it nor the model changes with the other."""
    mine = student.module(probes.PROBES)
    seed = int(torch.randint(2**31, (), generator=rng))
    x = torch.randn(3, 3, 6, 8, generator=rng, dtype=torch.float64)
    model = student.module(effects.__name__).prepare(mine.victim(seed=seed, dropout=0.5, batch_norm=True), MIXED, 1)
    network = student.module("src.localization").fully_convolutional(model)
    first = check.tensor(network(x.clone()), what="the scores at every place")
    flag = bool(torch.rand((), generator=rng) < 0.5)
    other = mine.victim(seed=seed)
    other.train(flag)
    known = controls.Control(lambda: mine.training_flags(other), lambda answer: set(answer) == {flag})
    modes = controls.ask(rng, lambda: mine.training_flags(network), known)
    check.that(not any(modes), "The network of fully_convolutional should be in evaluation mode, with all its modules.")
    expected = probes.training_flags(effects.prepare(probes.victim(seed=seed, dropout=0.5, batch_norm=True), MIXED, 1))
    again = controls.ask(rng, lambda: mine.training_flags(model), known)
    check.equal(again, expected, what="the modes of the model's modules after fully_convolutional")
    mine.change_weights(model)
    check.close(network(x.clone()), first, rtol=0, atol=1e-9, what="the scores after the model has changed",
                hint="Which of its parameters does the network share with the model?")
