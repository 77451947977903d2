"""This is the result when forward flattens the whole batch into one row. Each picture should keep a row of its own."""

FAILS = [
    "public/test_digit_classifier.py::test_logits_of_a_batch",
    "public/test_digit_classifier.py::test_number_of_weights",
    "hidden/test_accuracy.py::test_learns_real_handwriting",
    "hidden/test_outputs.py::test_forward_pass",
    "hidden/test_outputs.py::test_pictures_do_not_see_each_other",
    "hidden/test_shapes.py::test_layers",
    "hidden/test_shapes.py::test_two_models_are_two",
    "hidden/test_full_mnist.py::test_reads_mnist",
]


class Digit_Classifier(nn.Module):
    def __init__(self):
        super().__init__()
        self.first = nn.Linear(784, 128)
        self.second = nn.Linear(128, 64)
        self.third = nn.Linear(64, 10)

    def forward(self, x):
        x = x.flatten()
        x = self.first(x).relu()
        x = self.second(x).relu()
        return self.third(x)
