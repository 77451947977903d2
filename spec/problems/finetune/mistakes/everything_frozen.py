"""This is the result when the head is frozen with the body: nothing is left that could learn."""

FAILS = ["hidden/test_model.py::test_frozen_body_gets_no_gradient"]


def freeze_body(model):
    model.frozen = True
    model.requires_grad_(False)
    model.body.eval()
