"""This is the result when the first convolution of AlexNet has no padding. Its maps have 15 rows, of
which the pooling drops one."""

FAILS = [
    "public/*::test_alex_net_logits",
    "hidden/test_shapes.py::test_alex_net_layers",
    "hidden/test_shapes.py::test_two_models_are_two",
    "hidden/test_outputs.py::test_alex_net_*",
    "hidden/test_outputs.py::test_pictures_do_not_see_each_other",
    "hidden/test_gradients.py::test_gradients",
]


class AlexNet(AlexNet):
    def __init__(self, hidden=4096, dropout=0.5):
        super().__init__(hidden, dropout)
        self.features[0] = nn.Conv2d(3, 64, 3, stride=2)
