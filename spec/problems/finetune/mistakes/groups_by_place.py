"""This is the result when groups are cut at a fixed place: with a maxpool before it, layer3 has another one."""

FAILS = ["hidden/test_training_parts.py::test_layer_groups"]


def layer_groups(model, learning_rates):
    parts = model.body[:5], model.body[5:], model.head
    return [{"params": list(part.parameters()), "lr": rate} for part, rate in zip(parts, learning_rates)]
