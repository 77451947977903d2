"""This is the result when the maps of AlexNet are detached before the linear layers. The convolutions then never learn."""

FAILS = [
    "hidden/test_gradients.py::test_gradients",
    "hidden/test_real_alexnet.py::test_alex_net_on_cifar",
]


class AlexNet(AlexNet):
    def forward(self, x):
        return self.classifier(self.features(x).detach().flatten(1))
