"""This is the result when the body's layers are numbered. A body finds its layers by the names that they had."""

FAILS = ["hidden/test_model.py::test_keeps_the_body"]


def build_transfer_model(backbone, n_classes, hidden=512, dropout=0.5, original=build_transfer_model):
    model = original(backbone, n_classes, hidden, dropout)
    model.body = nn.Sequential(*model.body)
    return model


def layer_groups(model, learning_rates):
    parts = model.body[:-2], model.body[-2:], model.head
    return [{"params": list(part.parameters()), "lr": rate} for part, rate in zip(parts, learning_rates)]
