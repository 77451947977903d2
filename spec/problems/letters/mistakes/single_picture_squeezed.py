"""This is the result when squeeze removes the axis of a batch of one."""

FAILS = [
    "hidden/test_network.py::test_forward_pass",
]


class LetterClassifier(LetterClassifier):
    def forward(self, x):
        return super().forward(x).squeeze()
