"""This is the result when AlexNet applies dropout in evaluation mode too. Two calls with the same pictures then give different
logits."""

FAILS = [
    "hidden/test_outputs.py::test_alex_net_forward_pass",
    "hidden/test_outputs.py::test_pictures_do_not_see_each_other",
]


class AlexNet(AlexNet):
    def __init__(self, hidden=4096, dropout=0.5):
        super().__init__(hidden, dropout)
        self.p = dropout

    def forward(self, x):
        x = self.features(x).flatten(1)
        for layer in self.classifier:
            x = nn.functional.dropout(x, self.p) if isinstance(layer, nn.Dropout) else layer(x)
        return x
