"""This is the result when CifarNet has no ReLU after its second convolution."""

FAILS = [
    "hidden/test_outputs.py::test_cifar_net_forward_pass",
    "hidden/test_gradients.py::test_gradients",
]


class CifarNet(CifarNet):
    def forward(self, x):
        maps = self.pool(self.conv1(x).relu())
        maps = self.pool(self.conv2(maps))
        return self.fc3(self.fc2(self.fc1(maps.flatten(1)).relu()).relu())
