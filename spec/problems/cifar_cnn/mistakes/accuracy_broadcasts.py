"""This is the result when tensors of different shapes are compared: PyTorch then compares every entry of one with every entry of
the other."""

FAILS = [
    "hidden/test_evaluation.py::test_accuracy_refuses_other_shapes",
]


def accuracy(labels, predictions):
    return 100 * (labels == predictions).double().mean().item()
