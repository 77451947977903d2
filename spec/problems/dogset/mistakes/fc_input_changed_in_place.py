"""This is the result when forward rescales the batch in place. The caller's tensor then changes too."""

FAILS = [
    "hidden/test_outputs.py::test_fc_forward_pass",
    "hidden/test_outputs.py::test_pictures_do_not_see_each_other",
    "hidden/test_gradients.py::test_fc_gradients",
]


class Dog_Classifier_FC(nn.Module):
    def __init__(self):
        super().__init__()
        self.first = nn.Linear(12288, 128)
        self.second = nn.Linear(128, 64)
        self.third = nn.Linear(64, 10)

    def forward(self, x):
        x *= 0.5
        x = self.first(x).relu()
        x = self.second(x).relu()
        return self.third(x)
