"""This is the result when the shapes in the table begin with the number of pictures."""

FAILS = ["public/test_worked_examples.py::test_table_by_hand", "hidden/test_training_parts.py::test_layer_table",
         "hidden/test_training_parts.py::test_layer_table_follows_the_pass"]


def layer_table(model, pictures, original=layer_table):
    return [(kind, (len(pictures), *shape), count) for kind, shape, count in original(model, pictures)]
