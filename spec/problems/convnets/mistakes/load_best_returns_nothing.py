"""This is the result when load_best returns nothing."""

import torch

FAILS = [
    "hidden/test_fitting.py::test_load_best_restores_the_model",
]


def load_best(model, path):
    model.load_state_dict(torch.load(path, weights_only=True))
