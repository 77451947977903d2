"""This is the result when an equally good model replaces the one that was saved. Of equally good epochs the first
counts."""

import torch

FAILS = [
    "hidden/test_fitting.py::test_keeps_the_best_epoch",
    "hidden/test_fitting.py::test_save_best_keeps_the_best",
]


def save_best(model, accuracy, best, path):
    if best is not None and accuracy < best:
        return best
    torch.save(model.state_dict(), path)
    return accuracy
