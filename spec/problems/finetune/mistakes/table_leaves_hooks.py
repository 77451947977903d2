"""This is the result when the hooks of layer_table stay: each later pass calls them again."""

FAILS = ["hidden/test_training_parts.py::test_layer_table_changes_nothing"]


def layer_table(model, pictures, original=layer_table):
    rows = original(model, pictures)
    for module in model.modules():
        if not list(module.children()):
            module.register_forward_hook(lambda layer, given, out: None)
    return rows
