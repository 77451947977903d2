"""The same pictures give other logits each time, as with dropout. Dropout may help, but the hand-out does not ask for it."""

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
        x = nn.functional.dropout(self.first(x).relu(), 0.2)
        x = self.second(x).relu()
        return self.third(x)
