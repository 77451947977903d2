"""This is the result when __init__ sets a seed. Every model then starts with the same weights, although you want to
compare independent trainings."""

import torch

FAILS = [
    "hidden/test_shapes.py::test_two_models_are_two",
]


class SmallCNN(SmallCNN):
    def __init__(self, batch_norm=False):
        torch.manual_seed(0)
        super().__init__(batch_norm)
