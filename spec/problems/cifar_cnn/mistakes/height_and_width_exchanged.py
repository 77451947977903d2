"""This is the result when rows and columns are exchanged before CifarNet flattens its maps. flatten keeps the order:
channels, then rows, then columns."""

FAILS = [
    "hidden/test_outputs.py::test_cifar_net_forward_pass",
    "hidden/test_gradients.py::test_gradients",
    "hidden/test_handed_in.py::test_handed_in_weights",
]


class CifarNet(CifarNet):
    def forward(self, x):
        maps = self.pool(self.conv1(x).relu())
        maps = self.pool(self.conv2(maps).relu())
        return self.fc3(self.fc2(self.fc1(maps.transpose(2, 3).flatten(1)).relu()).relu())
