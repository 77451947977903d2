"""This is the result when the layers are in a plain Python list. PyTorch does not look into lists, so the optimizer
never gets their weights."""

FAILS = [
    "public/*::test_fc_number_of_weights",
    "hidden/test_shapes.py::test_fc_layers",
    "hidden/test_outputs.py::test_fc_forward_pass",
    "hidden/test_outputs.py::test_pictures_do_not_see_each_other",
    "hidden/test_gradients.py::test_fc_gradients",
    "hidden/test_shapes.py::test_two_models_are_two",
]


class Dog_Classifier_FC(nn.Module):
    def __init__(self):
        super().__init__()
        self.layers = [nn.Linear(12288, 128), nn.Linear(128, 64), nn.Linear(64, 10)]

    def forward(self, x):
        for layer in self.layers[:-1]:
            x = layer(x).relu()
        return self.layers[-1](x)
