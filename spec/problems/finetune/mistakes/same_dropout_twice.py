"""This is the result when both dropouts have the same probability."""

FAILS = ["hidden/test_model.py::test_dropout_of_the_first_layer"]


def build_transfer_model(backbone, n_classes, hidden=512, dropout=0.5, original=build_transfer_model):
    model = original(backbone, n_classes, hidden, dropout)
    for layer in model.head:
        if isinstance(layer, nn.Dropout):
            layer.p = dropout
    return model
