"""This is the result when unfreeze puts the body into training mode, also where the rest of the model is in evaluation mode."""

FAILS = ["hidden/test_model.py::test_unfrozen_body_trains"]


def unfreeze(model):
    model.frozen = False
    model.body.requires_grad_(True)
    model.body.train()
