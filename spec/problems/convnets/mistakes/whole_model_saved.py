"""This is the result when the whole model is saved in place of its state_dict. Loading it needs the very same class
at the same place."""

import torch

FAILS = [
    "hidden/test_fitting.py::test_keeps_the_best_epoch",
    "hidden/test_fitting.py::test_save_best_keeps_the_best",
    "hidden/test_fitting.py::test_load_best_restores_the_model",
    "hidden/test_accuracy.py::test_keeps_what_it_learned",
]


def save_best(model, accuracy, best, path):
    if best is not None and accuracy <= best:
        return best
    torch.save(model, path)
    return accuracy
