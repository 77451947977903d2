"""This is the result when AlexNet has no dropout."""

FAILS = [
    "hidden/test_outputs.py::test_alex_net_dropout",
]


class AlexNet(AlexNet):
    def __init__(self, hidden=4096, dropout=0.5):
        super().__init__(hidden, 0.0)
