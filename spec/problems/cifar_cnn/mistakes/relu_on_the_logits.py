"""This is the result when CifarNet has a ReLU after its last layer. Logits may be negative."""

FAILS = [
    "hidden/test_outputs.py::test_cifar_net_forward_pass",
    "hidden/test_gradients.py::test_gradients",
    "hidden/test_accuracy.py::test_learns_stripes",
    "hidden/test_real_cifar.py::test_cifar_net_on_cifar",
]


class CifarNet(CifarNet):
    def forward(self, x):
        return super().forward(x).relu()
