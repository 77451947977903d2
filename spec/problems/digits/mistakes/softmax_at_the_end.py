"""This is the result when the network ends in a softmax. CrossEntropyLoss applies one itself, and two of them leave
hardly any gradient."""

FAILS = [
    "hidden/test_outputs.py::test_forward_pass",
    "hidden/test_accuracy.py::test_learns_real_handwriting",
    "hidden/test_full_mnist.py::test_reads_mnist",
]


class Digit_Classifier(nn.Module):
    def __init__(self):
        super().__init__()
        self.first = nn.Linear(784, 128)
        self.second = nn.Linear(128, 64)
        self.third = nn.Linear(64, 10)

    def forward(self, x):
        x = self.first(x).relu()
        x = self.second(x).relu()
        return self.third(x).softmax(dim=1)
