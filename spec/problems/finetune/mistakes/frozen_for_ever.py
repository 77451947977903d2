"""This is the result when unfreeze gives gradients back and the body's batch normalisation stays in evaluation mode."""

FAILS = ["hidden/test_model.py::test_unfrozen_body_trains"]


def unfreeze(model):
    model.body.requires_grad_(True)
