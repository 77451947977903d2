"""This is the result when the two hidden linear layers of CifarNet have no ReLU between them. Two linear
layers in a row compute no more than one."""

FAILS = [
    "hidden/test_outputs.py::test_cifar_net_forward_pass",
    "hidden/test_gradients.py::test_gradients",
]


class CifarNet(CifarNet):
    def forward(self, x):
        maps = self.pool(self.conv1(x).relu())
        maps = self.pool(self.conv2(maps).relu())
        return self.fc3(self.fc2(self.fc1(maps.flatten(1))).relu())
