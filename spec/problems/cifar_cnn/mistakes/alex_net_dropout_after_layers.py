"""This is the result when AlexNet applies dropout to what leaves its hidden layers, not to what enters them."""

FAILS = [
    "hidden/test_outputs.py::test_alex_net_dropout",
]


class AlexNet(AlexNet):
    def __init__(self, hidden=4096, dropout=0.5):
        super().__init__(hidden, dropout)
        old = list(self.classifier)
        self.classifier = nn.Sequential(old[1], old[2], nn.Dropout(dropout), old[4], old[5], nn.Dropout(dropout), old[6])
