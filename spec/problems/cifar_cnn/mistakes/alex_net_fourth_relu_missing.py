"""This is the result when AlexNet has no ReLU after its fourth convolution. Every convolution has one."""

FAILS = [
    "hidden/test_outputs.py::test_alex_net_forward_pass",
    "hidden/test_outputs.py::test_alex_net_dropout",
    "hidden/test_gradients.py::test_gradients",
]


class AlexNet(AlexNet):
    def __init__(self, hidden=4096, dropout=0.5):
        super().__init__(hidden, dropout)
        self.features[9] = nn.Identity()
