"""This is the result when AlexNet applies dropout before its first hidden layer only. There are two hidden layers."""

FAILS = [
    "hidden/test_outputs.py::test_alex_net_dropout",
]


class AlexNet(AlexNet):
    def __init__(self, hidden=4096, dropout=0.5):
        super().__init__(hidden, dropout)
        self.classifier[3] = nn.Identity()
