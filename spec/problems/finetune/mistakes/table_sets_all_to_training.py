"""This is the result when model.train() follows: parts that were in evaluation mode before are in training mode now."""

FAILS = ["hidden/test_training_parts.py::test_layer_table_changes_nothing"]


def layer_table(model, pictures, original=layer_table):
    was = model.training
    rows = original(model, pictures)
    model.train(was)
    return rows
