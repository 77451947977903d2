"""This is the result when the first convolution of AlexNet has stride 1 and no pooling follows it. Its maps have the right size,
but other numbers in them."""

FAILS = [
    "hidden/test_outputs.py::test_alex_net_forward_pass",
    "hidden/test_outputs.py::test_alex_net_dropout",
    "hidden/test_gradients.py::test_gradients",
]


class AlexNet(AlexNet):
    def __init__(self, hidden=4096, dropout=0.5):
        super().__init__(hidden, dropout)
        self.features[0] = nn.Conv2d(3, 64, 3, stride=1, padding=1)
        self.features[2] = nn.MaxPool2d(4)
