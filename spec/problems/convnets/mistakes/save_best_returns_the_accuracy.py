"""This is the result when save_best returns the accuracy of this model. A later model is then compared with the
last one, and not with the best."""

import torch

FAILS = [
    "hidden/test_fitting.py::test_keeps_the_best_epoch",
    "hidden/test_fitting.py::test_save_best_keeps_the_best",
]


def save_best(model, accuracy, best, path):
    if best is None or accuracy > best:
        torch.save(model.state_dict(), path)
    return accuracy
