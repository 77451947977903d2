"""This is the result when AlexNet applies dropout with probability 0.5, whatever its argument says."""

FAILS = [
    "hidden/test_outputs.py::test_alex_net_dropout",
    "hidden/test_gradients.py::test_gradients",
]


class AlexNet(AlexNet):
    def __init__(self, hidden=4096, dropout=0.5):
        super().__init__(hidden, 0.5)
