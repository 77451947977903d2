"""The worked examples of the hand-out."""

import torch

from testkit import check, effect_checks, number, weight
from testkit.probes import effects
from testkit.probes import localization as probes

PICTURE = torch.tensor([[[[1.0, 2], [3, 4]], [[0, 1], [1, 0]]]]).double()
MAP = torch.tensor([[[2.0, 3], [5, 8]]]).double()


@number("1")
@weight(1)
def test_map_by_hand(student):
    """class_activation_map gives the map of the hand-out's worked example."""
    model = student.module(probes.PROBES).linear_part(2, [[[0.5, 1.0], [2.0, -1.0]], [0.0, 0.5]])
    localization = student.module("src.localization")
    for target in (1, torch.tensor([1]), None):
        check.close(localization.class_activation_map(model, PICTURE.clone(), target), MAP, rtol=0, atol=1e-9,
                    what=f"the map of class {target}",
                    hint="Each channel of the feature map counts with the class's own weight in the last linear layer.")


@number("2")
@weight(1)
def test_scores_by_hand(student):
    """fully_convolutional gives the scores of both classes at every place of the worked example."""
    model = student.module(probes.PROBES).linear_part(2, [[[0.5, 1.0], [2.0, -1.0]], [0.0, 0.5]])
    scores = student.module("src.localization").fully_convolutional(model)(PICTURE.clone())
    check.close(scores, torch.tensor([[[[0.5, 2], [2.5, 2]], [[2.5, 3.5], [5.5, 8.5]]]]).double(), rtol=0, atol=1e-9,
                what="the scores of both classes at every place", hint="The bias belongs to the scores at every place.")


@number("3")
@weight(1)
def test_enlarged_by_hand(student):
    """enlarge gives the row of the worked example."""
    row = torch.tensor([[[0.0, 4.0]]]).double()
    check.close(student.module("src.localization").enlarge(row, 1, 4), torch.tensor([[[0.0, 1, 3, 4]]]).double(), rtol=0, atol=1e-6,
                what="the enlarged row", hint="Where do the centres of two cells lie among those of four?")


@number("4")
@weight(1)
def test_overlay_by_hand(student):
    """overlay mixes a white picture with a map of two places."""
    result = student.module("src.localization").overlay(torch.ones(3, 1, 2).double(), torch.tensor([[-3.0, 1.0]]).double())
    check.close(result, torch.tensor([[[0.5, 1.0]], [[0.5, 0.5]], [[1.0, 0.5]]]).double(), rtol=0, atol=1e-6, what="the overlay",
                hint="The smallest value of the map is drawn blue, the largest red.")


@number("5")
@weight(1)
def test_boxes_by_hand(student):
    """bounding_box gives the boxes of the worked example."""
    box = student.module("src.localization").bounding_box
    for threshold, expected in ((0.5, [[0, 1, 2, 2]]), (0.9, [[1, 1, 2, 2]])):
        check.equal(box(MAP.clone(), threshold), torch.tensor(expected), what=f"the box with threshold {threshold}",
                    hint="Scale the map to [0, 1] first. The box is left, top, right, bottom; the last two are not included.")


@number("6")
@weight(1)
def test_pointing_by_hand(student):
    """pointing_game counts the hit and the miss of the worked example."""
    answer = student.module("src.localization").pointing_game(MAP.repeat(2, 1, 1), torch.tensor([[1, 0, 2, 2], [0, 0, 1, 2]]))
    check.close(answer, 50.0, rtol=1e-9, what="the pointing game", hint="It is a percentage of the maps.")


@number("7")
@weight(1)
def test_map_leaves_no_traces(student, rng):
    """class_activation_map changes neither its arguments nor the model."""
    x = torch.rand(3, 3, 6, 6, generator=rng, dtype=torch.float64)

    def make(load):
        model = load(probes.PROBES).victim(seed=1, dropout=0.5, batch_norm=True)
        return load(effects.__name__).prepare(model, [True, False], 0)

    cam = student.module("src.localization").class_activation_map
    seen = effect_checks.ask_effects(student, rng, cam, make, x, torch.tensor([0, 1, 1]), order=("model", "x", "y"))
    check.tensor(seen["result"], what="the maps")
    for effect in effect_checks.EFFECTS:
        check.that(seen[effect], f"class_activation_map should change nothing but its result: {effect.replace('_', ' ')} is not so.")
