"""This is the result when each picture is scaled by the mean and deviation of its whole batch. The output for one
picture then depends on the other pictures."""

FAILS = [
    "hidden/test_outputs.py::test_forward_pass",
    "hidden/test_outputs.py::test_pictures_do_not_see_each_other",
]


class Digit_Classifier(nn.Module):
    def __init__(self):
        super().__init__()
        self.first = nn.Linear(784, 128)
        self.second = nn.Linear(128, 64)
        self.third = nn.Linear(64, 10)

    def forward(self, x):
        x = (x - x.mean()) / (x.std() + 1e-6)
        x = self.first(x).relu()
        x = self.second(x).relu()
        return self.third(x)
