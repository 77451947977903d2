"""This is the result when the pass of layer_table runs in the mode that the model has: batch normalisation takes the pictures for data."""

FAILS = ["hidden/test_training_parts.py::test_layer_table_changes_nothing"]


def layer_table(model, pictures, original=layer_table):
    rows = original(model, pictures)
    with torch.no_grad():
        model(pictures)
    return rows
