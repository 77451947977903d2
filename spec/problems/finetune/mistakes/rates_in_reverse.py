"""This is the result when the first layers get the head's learning rate. What they know is what all pictures share: it should hardly move."""

FAILS = ["hidden/test_training_parts.py::test_layer_groups"]


def layer_groups(model, learning_rates, original=layer_groups):
    return original(model, list(learning_rates)[::-1])
