"""This is the result when the body is divided by the number of its children. The hand-out divides it before layer3."""

FAILS = ["hidden/test_training_parts.py::test_layer_groups"]


def layer_groups(model, learning_rates):
    children = list(model.body.children())
    half = len(children) // 2
    parts = (children[:half], children[half:], [model.head])
    return [
        {"params": [parameter for child in part for parameter in child.parameters()], "lr": rate}
        for part, rate in zip(parts, learning_rates)
    ]
