"""The network that YourModel builds from its settings: layers, forward pass, gradients, dropout."""

from pathlib import Path
from runpy import run_path
from types import SimpleNamespace

import torch
from torch.nn import functional as F

from testkit import check, model_checks, number, weight

reference = SimpleNamespace(**run_path(str(Path(__file__).with_name("reference.py"))))


def pictures(rng, count):
    return torch.randn(count, 3, 32, 32, generator=rng)


def check_forward(student, rng, hint, **changed):
    """Check the logits in training mode against those of the hand-out's network."""
    model, layers, chosen = reference.new_model(student, rng, **changed)
    x = pictures(rng, 4)
    check.close(student.tools.predict(model.network, x, train=True), reference.logits(layers, x, chosen),
                what="the output in training mode", hint=hint, **reference.CLOSE)


@number("6")
@weight(3)
def test_layers_follow_the_settings(student):
    """The network has the layers of the hand-out's table for any number of blocks and channels."""
    for changed in ({}, {"num_blocks": 3, "feature_maps": 3}, {"num_blocks": 1, "batch_norm": False}):
        chosen = reference.settings(**changed, use_skip=False)
        model = student.module("src.stl10_models").YourModel(**chosen)
        reference.check_layers(model_checks.find_layers(student, model.network, reference.PICTURES), chosen,
                               hint="How many channels does each block have, and how large are the maps in the end?")


@number("7")
@weight(2)
def test_skip_keeps_all_layers(student):
    """With use_skip, the network has the same layers as without."""
    for changed in ({}, {"num_blocks": 3, "batch_norm": False}):
        chosen = reference.settings(**changed, use_skip=True)
        model = student.module("src.stl10_models").YourModel(**chosen)
        reference.check_layers(model_checks.find_layers(student, model.network, reference.PICTURES), chosen,
                               hint="If the test before passes: a skip connection takes nothing away, and needs no layer.")


@number("8")
@weight(3)
def test_forward_pass(student, rng):
    """Without skip connections, the network computes what the hand-out's table says."""
    hint = "Follow one block through the table: where the normalisations stand, and what is pooled, and how."
    check_forward(student, rng, hint, use_skip=False, batch_norm=False)
    check_forward(student, rng, hint, use_skip=False, num_blocks=3)


@number("9")
@weight(3)
def test_skip_connection(student, rng):
    """With skip connections, each block adds the output of its first convolution."""
    hint = ("If the forward pass without skip connections is right: which tensor does the hand-out add, where does it come from, "
            "and where does the second activation stand?")
    check_forward(student, rng, hint, use_skip=True, batch_norm=False)
    check_forward(student, rng, hint, use_skip=True, num_blocks=3, feature_maps=3)


@number("10")
@weight(2)
def test_activations(student, rng):
    """The network uses the activation that the settings name, in every place."""
    for name in ("elu", "sigmoid", "tanh"):
        check_forward(student, rng, "If the test with ReLU passes: ACTIVATIONS has the layer for each name.", activation=name,
                      use_skip=False, batch_norm=False)


@number("11")
@weight(2)
def test_dropout(student, rng):
    """The dropout of drop_rate is active in training mode only."""
    model, _, _ = reference.new_model(student, rng, drop_rate=0.5, batch_norm=False, use_skip=False)
    x = pictures(rng, 6)
    one, other = (student.tools.predict(model.network, x, train=True) for _ in range(2))
    check.shape(one, (6, 10), what="the output")
    check.that(not torch.equal(one, check.tensor(other)), "With a drop_rate, two passes in training mode should differ.")
    plain, _, _ = reference.new_model(student, rng, drop_rate=0.0, batch_norm=False, use_skip=False)
    check.close(student.tools.predict(plain.network, x, train=True), student.tools.predict(plain.network, x),
                what="the output in training mode with drop_rate 0",
                hint="Is there a dropout that does not follow drop_rate?", **reference.CLOSE)
    check.close(student.tools.predict(model.network, x), student.tools.predict(model.network, x),
                what="the output in evaluation mode, computed again", **reference.CLOSE)
    check_places_of_dropout(student, rng)


def check_places_of_dropout(student, rng):
    """Require dropout at the end of each of two blocks."""
    rate = 0.25
    model, layers, _ = reference.new_model(student, rng, drop_rate=rate, batch_norm=False, use_skip=False)
    # The logits are ten numbers of the last maps, which are far above zero where dropout keeps them.
    values = student.tools.parameters(model.network)
    weight, bias = (values[layers[-1].names[own]] for own in ("weight", "bias"))
    values[layers[-1].names["weight"]] = F.one_hot(torch.randperm(weight.shape[1], generator=rng)[:10], weight.shape[1]).float()
    values[layers[-1].names["bias"]] = torch.zeros_like(bias)
    values[layers[-2].names["bias"]] = torch.full_like(values[layers[-2].names["bias"]], 20.0)
    student.tools.load_parameters(model.network, list(values.values()))
    x = pictures(rng, 40)
    dropped, whole = (check.tensor(student.tools.predict(model.network, x, train=train), what="the output")
                      for train in (True, False))
    kept = dropped.abs() > 1e-3
    # By chance, of 400: 100 zeros with a standard deviation of 9. A mean of four is zero where all four are dropped: 2 of 400.
    check.that(50 < int((~kept).sum()) < 160,
               "In training mode, a share of drop_rate of what the linear layer gets should be zero.",
               values=f"Zeros, of 400: {int((~kept).sum())}.", hint="Before or after which step of a block does its dropout stand?")
    same = (dropped - whole / (1 - rate)).abs() < 1e-3
    check.that(int(same[kept].sum()) < int(kept.sum()) / 2, "Each block should end in a dropout, not only the last one.",
               hint="In training mode, what does the second block get from the first?")


@number("12")
@weight(1)
def test_gradients(student, rng):
    """The gradient of the loss reaches every weight of the network."""
    model, layers, chosen = reference.new_model(student, rng)
    # Gradients of order up to 1, sums of some thousand float32 numbers: errors of some 1e-6. A ReLU that rounding decides is
    # unlikely, and changes one of a thousand summands.
    model_checks.check_loss_gradients(student, rng, model.network, layers, lambda x: reference.logits(layers, x, chosen),
                                      pictures(rng, 4), rtol=1e-2, atol=1e-3)


@number("13")
@weight(1)
def test_two_models_are_two(student, rng):
    """Two new models share no weights and start differently."""

    def make():
        network = student.module("src.stl10_models").YourModel(**reference.settings()).network
        student.tools.predict(network, reference.PICTURES)
        return network

    model_checks.check_independence(student, rng, make)
