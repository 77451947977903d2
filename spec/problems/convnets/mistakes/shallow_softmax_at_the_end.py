"""This is the result when ShallowNet ends in a softmax. The loss of this homework applies one itself."""

FAILS = [
    "hidden/test_outputs.py::test_shallow_forward_pass",
    "hidden/test_gradients.py::test_gradients",
]


class ShallowNet(ShallowNet):
    def forward(self, x):
        return super().forward(x).softmax(dim=1)
