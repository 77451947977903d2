"""This is the result when every BetterCNN uses layers that were made once, outside __init__. Training one trains them all."""

FAILS = [
    "hidden/test_shapes.py::test_two_models_are_two",
]


class BetterCNN(BetterCNN):
    head = nn.Linear(128, 10)

    def __init__(self):
        super().__init__()
        self.fc = self.head
