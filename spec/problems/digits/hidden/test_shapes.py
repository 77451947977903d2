"""The layers of Digit_Classifier, whatever their names."""

from collections import Counter

import torch

from testkit import check, controls, model_checks, number, weight

SHAPES = sorted([(128, 784), (128,), (64, 128), (64,), (10, 64), (10,)])


@number("3")
@weight(3)
def test_layers(student, rng):
    """Digit_Classifier is made of layers of the sizes that the hand-out gives."""
    model = student.module("src.models").Digit_Classifier()
    model(torch.zeros(4, 784))
    shapes = sorted(tuple(value.shape) for value in controls.ask_parameters(student, rng, model).values())
    # All that are there are right, and whole layers are missing: then these are probably where PyTorch does not look.
    missing, wrong = Counter(SHAPES) - Counter(shapes), Counter(shapes) - Counter(SHAPES)
    unseen = not wrong and any(len(shape) > 1 for shape in missing)
    check.that(shapes == SHAPES, "The weights and biases should be those of linear layers 784-128, 128-64 and 64-10.",
               hint="PyTorch does not see layers in a plain Python list, so it never trains them." if unseen else "")


@number("4")
@weight(1)
def test_two_models_are_two(student, rng):
    """Two Digit_Classifiers share no weights and start differently."""

    def make():
        model = student.module("src.models").Digit_Classifier()
        model(torch.zeros(4, 784))
        return model

    model_checks.check_independence(student, rng, make)
