"""This is the result of one hidden layer. Count the layers again: there are two hidden layers, of 128 and 64 nodes."""

FAILS = [
    "public/test_digit_classifier.py::test_number_of_weights",
    "hidden/test_outputs.py::test_forward_pass",
    "hidden/test_outputs.py::test_pictures_do_not_see_each_other",
    "hidden/test_shapes.py::test_layers",
]


class Digit_Classifier(nn.Module):
    def __init__(self):
        super().__init__()
        self.first = nn.Linear(784, 128)
        self.second = nn.Linear(128, 10)

    def forward(self, x):
        return self.second(self.first(x).relu())
