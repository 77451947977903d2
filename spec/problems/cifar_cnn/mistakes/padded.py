"""This is the result when CifarNet pads its convolutions. There is no padding in this network: its maps get smaller."""

FAILS = [
    "public/*::test_cifar_net_logits",
    "hidden/test_shapes.py::test_cifar_net_layers",
    "hidden/test_outputs.py::test_cifar_net_forward_pass",
    "hidden/test_outputs.py::test_pictures_do_not_see_each_other",
    "hidden/test_gradients.py::test_gradients",
    "hidden/test_handed_in.py::test_handed_in_weights",
    "public/*::test_weights_can_be_loaded",
]


class CifarNet(CifarNet):
    def __init__(self):
        super().__init__()
        self.conv1 = nn.Conv2d(3, 6, 5, padding=2)
        self.conv2 = nn.Conv2d(6, 16, 5, padding=2)
        self.fc1 = nn.Linear(16 * 8 * 8, 120)
