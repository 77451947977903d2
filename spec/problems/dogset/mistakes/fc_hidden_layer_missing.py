"""This is the result of one hidden layer. Count again: input, two hidden layers, output."""

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
        self.first = nn.Linear(12288, 128)
        self.second = nn.Linear(128, 10)

    def forward(self, x):
        return self.second(self.first(x).relu())
