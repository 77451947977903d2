"""This is the result when no ReLU stands between the two linear layers of the head: together they are one linear layer."""

FAILS = ["hidden/test_model.py::test_forward_pass", "hidden/test_model.py::test_dropout"]


def build_transfer_model(backbone, n_classes, hidden=512, dropout=0.5, original=build_transfer_model):
    model = original(backbone, n_classes, hidden, dropout)
    return TransferModel(model.body, nn.Sequential(*(layer for layer in model.head if not isinstance(layer, nn.ReLU))))
