"""This is the result when ShallowNet lacks the pooling of the Sequential."""

FAILS = [
    "public/test_convnets.py::test_shallow_net",
    "hidden/test_shapes.py::test_shallow_layers",
    "hidden/test_outputs.py::test_shallow_forward_pass",
    "hidden/test_gradients.py::test_gradients",
]


class ShallowNet(ShallowNet):
    def __init__(self):
        super().__init__()
        self.pool = nn.Identity()
        self.fc = nn.Linear(16 * 14 * 14, 10)
