"""This is the result when the body has no maxpool. Where the backbone has one, it stands before the average pool too."""

FAILS = ["hidden/test_model.py::test_forward_pass"]


def build_transfer_model(backbone, n_classes, hidden=512, dropout=0.5, original=build_transfer_model):
    model = original(backbone, n_classes, hidden, dropout)
    names = ("conv1", "bn1", "relu", "layer1", "layer2", "layer3", "layer4")
    model.body = nn.Sequential()
    for name in names:
        model.body.add_module(name, getattr(backbone, name))
    return model
