"""This is the result when a picture is taken for 64 x 64 numbers. How many numbers does each pixel have?"""

FAILS = [
    "public/*::test_fc_*",
    "hidden/test_shapes.py::test_fc_layers",
    "hidden/test_shapes.py::test_two_models_are_two",
    "hidden/test_outputs.py::test_fc_forward_pass",
    "hidden/test_outputs.py::test_pictures_do_not_see_each_other",
    "hidden/test_gradients.py::test_fc_gradients",
]


class Dog_Classifier_FC(nn.Module):
    def __init__(self):
        super().__init__()
        self.first = nn.Linear(4096, 128)
        self.second = nn.Linear(128, 64)
        self.third = nn.Linear(64, 10)

    def forward(self, x):
        x = self.first(x).relu()
        x = self.second(x).relu()
        return self.third(x)
