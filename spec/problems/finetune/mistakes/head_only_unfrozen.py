"""This is the result when unfreeze gives the body no gradients back."""

FAILS = ["hidden/test_model.py::test_frozen_body_gets_no_gradient"]


def unfreeze(model):
    model.frozen = False
    model.head.requires_grad_(True)
    model.body.train(model.head.training)
