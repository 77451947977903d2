"""This is the result when the number of maps is found by a pass in training mode: averages of batch normalisation move before the first
picture comes. They belong to what was pretrained."""

FAILS = ["hidden/test_model.py::test_forward_pass", "hidden/test_model.py::test_keeps_the_body",
         "hidden/test_model.py::test_frozen_body_keeps_its_averages", "hidden/test_model.py::test_unfrozen_body_trains",
         "hidden/test_training_parts.py::test_layer_table_changes_nothing"]


def build_transfer_model(backbone, n_classes, hidden=512, dropout=0.5, original=build_transfer_model):
    backbone.train()
    backbone(5 + torch.zeros(2, 3, 64, 64))
    return original(backbone, n_classes, hidden, dropout)
