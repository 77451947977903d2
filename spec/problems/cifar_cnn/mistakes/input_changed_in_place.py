"""This is the result when forward changes the pictures that it gets. Some operations work in place."""

FAILS = [
    "hidden/test_outputs.py::*",
    "hidden/test_gradients.py::test_gradients",
    "hidden/test_handed_in.py::test_handed_in_weights",
]


class CifarNet(CifarNet):
    def forward(self, x):
        return super().forward(x.relu_())


class AlexNet(AlexNet):
    def forward(self, x):
        return super().forward(x.relu_())
