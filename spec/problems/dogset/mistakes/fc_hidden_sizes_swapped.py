"""This is the result when the narrower of the two hidden layers comes first."""

FAILS = [
    "public/*::test_fc_number_of_weights",
    "hidden/test_shapes.py::test_fc_layers",
    "hidden/test_outputs.py::test_fc_forward_pass",
    "hidden/test_outputs.py::test_pictures_do_not_see_each_other",
    "hidden/test_gradients.py::test_fc_gradients",
]


class Dog_Classifier_FC(nn.Module):
    def __init__(self):
        super().__init__()
        self.first = nn.Linear(12288, 64)
        self.second = nn.Linear(64, 128)
        self.third = nn.Linear(128, 10)

    def forward(self, x):
        x = self.first(x).relu()
        x = self.second(x).relu()
        return self.third(x)
