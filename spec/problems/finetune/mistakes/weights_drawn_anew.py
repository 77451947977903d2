"""This is the result when the body's layers are initialised again. Then nothing of what was learnt before is left."""

FAILS = ["hidden/test_model.py::test_keeps_the_body"]


def build_transfer_model(backbone, n_classes, hidden=512, dropout=0.5, original=build_transfer_model):
    for module in backbone.modules():
        if isinstance(module, nn.Conv2d):
            nn.init.ones_(module.weight)
    return original(backbone, n_classes, hidden, dropout)
