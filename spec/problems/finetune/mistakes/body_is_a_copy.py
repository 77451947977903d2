"""This is the result when the body holds copies of the backbone's layers."""

FAILS = ["hidden/test_model.py::test_keeps_the_body"]


def build_transfer_model(backbone, n_classes, hidden=512, dropout=0.5, original=build_transfer_model):
    from copy import deepcopy

    return original(deepcopy(backbone), n_classes, hidden, dropout)
