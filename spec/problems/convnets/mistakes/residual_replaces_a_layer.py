"""This is the result when residual=True takes a convolution away. A connection goes around a layer and leaves it in
place."""

FAILS = [
    "public/test_convnets.py::test_weights_of_residual_connections",
    "hidden/test_shapes.py::test_residual_layers",
    "hidden/test_outputs.py::test_residual_connections",
    "hidden/test_gradients.py::test_gradients",
]


class SimpleConvNet(SimpleConvNet):
    def __init__(self, batch_norm=False, residual=False):
        super().__init__(batch_norm, residual)
        if residual:
            self.conv2, self.norm2 = nn.Identity(), nn.Identity()
