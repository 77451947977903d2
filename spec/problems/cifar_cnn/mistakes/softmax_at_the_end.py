"""This is the result when CifarNet ends in a softmax. The loss of this homework applies one itself."""

FAILS = [
    "hidden/test_outputs.py::test_cifar_net_forward_pass",
    "hidden/test_gradients.py::test_gradients",
]


class CifarNet(CifarNet):
    def forward(self, x):
        return super().forward(x).softmax(dim=1)
