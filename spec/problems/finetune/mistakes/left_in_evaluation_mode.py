"""This is the result when layer_table leaves the model in evaluation mode."""

FAILS = ["hidden/test_training_parts.py::test_layer_table_changes_nothing"]


def layer_table(model, pictures, original=layer_table):
    rows = original(model, pictures)
    model.eval()
    return rows
