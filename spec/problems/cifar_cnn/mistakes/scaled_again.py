"""This is the result when forward scales the pictures. They come in the range from -1 to 1, and stay as they are."""

FAILS = [
    "hidden/test_outputs.py::test_cifar_net_forward_pass",
    "hidden/test_gradients.py::test_gradients",
]


class CifarNet(CifarNet):
    def forward(self, x):
        return super().forward(2 * x - 1)
