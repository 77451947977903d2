"""This is the result of layers without biases. Every node has a bias, unless a hand-out says otherwise."""

FAILS = [
    "public/test_digit_classifier.py::test_number_of_weights",
    "hidden/test_outputs.py::test_forward_pass",
    "hidden/test_outputs.py::test_pictures_do_not_see_each_other",
    "hidden/test_shapes.py::test_layers",
]


class Digit_Classifier(nn.Module):
    def __init__(self):
        super().__init__()
        self.first = nn.Linear(784, 128, bias=False)
        self.second = nn.Linear(128, 64, bias=False)
        self.third = nn.Linear(64, 10, bias=False)

    def forward(self, x):
        x = self.first(x).relu()
        x = self.second(x).relu()
        return self.third(x)
