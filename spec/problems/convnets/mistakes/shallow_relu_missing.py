"""This is the result when ShallowNet lacks the ReLU of the Sequential."""

FAILS = [
    "hidden/test_outputs.py::test_shallow_forward_pass",
    "hidden/test_gradients.py::test_gradients",
]


class ShallowNet(ShallowNet):
    def __init__(self):
        super().__init__()
        self.relu = nn.Identity()
