"""This is the result when the layer of 64 nodes comes before the layer of 128."""

FAILS = [
    "public/test_digit_classifier.py::test_number_of_weights",
    "hidden/test_outputs.py::test_forward_pass",
    "hidden/test_outputs.py::test_pictures_do_not_see_each_other",
    "hidden/test_shapes.py::test_layers",
]


class Digit_Classifier(nn.Module):
    def __init__(self):
        super().__init__()
        self.first = nn.Linear(784, 64)
        self.second = nn.Linear(64, 128)
        self.third = nn.Linear(128, 10)

    def forward(self, x):
        x = self.first(x).relu()
        x = self.second(x).relu()
        return self.third(x)
