"""This is the result of hidden layers with a sigmoid. The hand-out names another activation."""

FAILS = [
    "hidden/test_accuracy.py::test_learns_real_handwriting",
    "hidden/test_outputs.py::test_forward_pass",
    "hidden/test_full_mnist.py::test_reads_mnist",
]


class Digit_Classifier(nn.Module):
    def __init__(self):
        super().__init__()
        self.first = nn.Linear(784, 128)
        self.second = nn.Linear(128, 64)
        self.third = nn.Linear(64, 10)

    def forward(self, x):
        x = self.first(x).sigmoid()
        x = self.second(x).sigmoid()
        return self.third(x)
