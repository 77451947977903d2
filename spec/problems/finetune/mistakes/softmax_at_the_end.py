"""This is the result when a softmax ends the head. The loss expects logits."""

FAILS = ["hidden/test_model.py::test_forward_pass", "hidden/test_model.py::test_dropout"]


def build_transfer_model(backbone, n_classes, hidden=512, dropout=0.5, original=build_transfer_model):
    model = original(backbone, n_classes, hidden, dropout)
    return TransferModel(model.body, nn.Sequential(*model.head, nn.Softmax(1)))
