"""This is the result when unfreeze leaves the body in evaluation mode until the next call of train()."""

FAILS = ["hidden/test_model.py::test_unfrozen_body_trains"]


def unfreeze(model):
    model.frozen = False
    model.body.requires_grad_(True)
