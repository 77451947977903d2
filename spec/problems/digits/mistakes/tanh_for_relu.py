"""This is the result of hidden layers with tanh. The hand-out names another activation."""

FAILS = [
    "hidden/test_outputs.py::test_forward_pass",
]


class Digit_Classifier(nn.Module):
    def __init__(self):
        super().__init__()
        self.first = nn.Linear(784, 128)
        self.second = nn.Linear(128, 64)
        self.third = nn.Linear(64, 10)

    def forward(self, x):
        x = self.first(x).tanh()
        x = self.second(x).tanh()
        return self.third(x)
