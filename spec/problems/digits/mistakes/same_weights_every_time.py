"""This is the result when __init__ sets a seed. Every model then starts with the same weights, although you want to
compare independent trainings."""

import torch

FAILS = [
    "hidden/test_shapes.py::test_two_models_are_two",
]


class Digit_Classifier(nn.Module):
    def __init__(self):
        super().__init__()
        torch.manual_seed(0)
        self.first = nn.Linear(784, 128)
        self.second = nn.Linear(128, 64)
        self.third = nn.Linear(64, 10)

    def forward(self, x):
        x = self.first(x).relu()
        x = self.second(x).relu()
        return self.third(x)
