"""Loops over parameters and modules in place of the methods of nn.Module."""


def freeze_body(model):
    model.frozen = True
    for parameter in model.body.parameters():
        parameter.requires_grad = False
    for module in model.body.modules():
        module.training = False


def unfreeze(model):
    model.frozen = False
    for parameter in model.parameters():
        parameter.requires_grad = True
    model.train(model.training)
