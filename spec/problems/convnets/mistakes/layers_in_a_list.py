"""This is the result when the convolutions are in a plain Python list. PyTorch does not look into lists, so the
optimizer never gets their weights."""

FAILS = [
    "public/test_convnets.py::test_simple_conv_net",
    "public/test_convnets.py::test_weights_of_batch_norm",
    "public/test_convnets.py::test_weights_of_residual_connections",
    "hidden/test_shapes.py::test_simple_layers",
    "hidden/test_shapes.py::test_batch_norm_layers",
    "hidden/test_shapes.py::test_residual_layers",
    "hidden/test_outputs.py::test_simple_forward_pass",
    "hidden/test_outputs.py::test_batch_norm_in_training",
    "hidden/test_outputs.py::test_batch_norm_in_evaluation",
    "hidden/test_outputs.py::test_residual_connections",
    "hidden/test_gradients.py::test_gradients",
    "hidden/test_accuracy.py::test_keeps_what_it_learned",
    "hidden/test_real_cifar.py::test_simple_conv_net_on_cifar",
]


class SimpleConvNet(SimpleConvNet):
    def __init__(self, batch_norm=False, residual=False):
        super().__init__(batch_norm, residual)
        self.convolutions = [self.conv1, self.conv2, self.conv3]
        del self.conv1, self.conv2, self.conv3

    def forward(self, x):
        self.conv1, self.conv2, self.conv3 = (convolution.__call__ for convolution in self.convolutions)
        return super().forward(x)
