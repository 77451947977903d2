"""This is the result when CifarNet pools by averages. The hand-out asks for the largest number of each window."""

FAILS = [
    "hidden/test_outputs.py::test_cifar_net_forward_pass",
    "hidden/test_gradients.py::test_gradients",
    "hidden/test_handed_in.py::test_handed_in_weights",
]


class CifarNet(CifarNet):
    def __init__(self):
        super().__init__()
        self.pool = nn.AvgPool2d(2)
