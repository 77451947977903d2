"""The worked example of the hand-out."""

import torch

from testkit import check, effect_checks, number, weight
from testkit.probes import effects


def linear(student):
    """Linear scores of a picture of two channels, one row and three columns, as in the hand-out."""
    model = student.tools.network((6, 2), dtype="float64")
    weights = torch.tensor([[1.0, -2, 0, -3, 1, 0], [2, 5, -4, 1, -6, 3]]).double()
    student.tools.load_parameters(model, [weights, torch.tensor([0.5, -0.5]).double()])
    return model


@number("1")
@weight(1)
def test_maps_by_hand(student):
    """saliency_maps gives the two maps of the hand-out's worked example."""
    x = torch.tensor([0.2, 0.4, 0.6, 0.1, 0.3, 0.5]).double().reshape(1, 2, 1, 3).repeat(2, 1, 1, 1)
    maps = student.module("src.saliency").saliency_maps(x, torch.tensor([0, 1]), linear(student))
    check.close(maps, torch.tensor([[[3.0, 2, 0]], [[2, 6, 4]]]).double(), rtol=0, atol=1e-9, what="the saliency maps",
                hint="The gradient of a linear score is its weights: first absolute values, then the largest over the channels.")


@number("2")
@weight(1)
def test_maps_leave_no_traces(student, rng):
    """saliency_maps changes neither its arguments nor the model."""
    x = torch.rand(3, 2, 1, 3, generator=rng, dtype=torch.float64)

    def make(load):
        network = load("testkit.probes").network((6, 8, 2), seed=1, dropout=0.5, batch_norm=True, dtype="float64")
        return load(effects.__name__).prepare(network, [True, False], 0)

    seen = effect_checks.ask_effects(student, rng, student.module("src.saliency").saliency_maps, make, x, torch.tensor([0, 1, 1]))
    check.tensor(seen["result"], what="the saliency maps")
    for effect in effect_checks.EFFECTS:
        check.that(seen[effect], f"saliency_maps should leave everything but its result as it was: {effect.replace('_', ' ')} is not so.")
