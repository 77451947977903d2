"""This is the result when only the parameters are saved. Batch normalisation's running averages are no
parameters."""

import torch

FAILS = [
    "hidden/test_fitting.py::test_load_best_restores_the_model",
]


def save_best(model, accuracy, best, path):
    if best is not None and accuracy <= best:
        return best
    torch.save(dict(model.named_parameters()), path)
    return accuracy


def load_best(model, path):
    model.load_state_dict(torch.load(path, weights_only=True), strict=False)
    return model
