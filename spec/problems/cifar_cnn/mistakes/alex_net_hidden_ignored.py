"""This is the result when AlexNet has 512 hidden nodes, whatever its argument says."""

FAILS = [
    "public/*::test_alex_net_logits",
    "hidden/test_shapes.py::test_alex_net_layers",
    "hidden/test_outputs.py::test_alex_net_*",
    "hidden/test_outputs.py::test_pictures_do_not_see_each_other",
    "hidden/test_gradients.py::test_gradients",
]


class AlexNet(AlexNet):
    def __init__(self, hidden=4096, dropout=0.5):
        super().__init__(512, dropout)
