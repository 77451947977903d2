"""This is the result when two convolutions share one batch normalisation. Its running averages then mix two
layers."""

FAILS = [
    "public/test_convnets.py::test_weights_of_batch_norm",
    "hidden/test_shapes.py::test_batch_norm_layers",
    "hidden/test_shapes.py::test_residual_layers",
    "hidden/test_outputs.py::test_batch_norm_in_training",
    "hidden/test_outputs.py::test_batch_norm_in_evaluation",
    "hidden/test_outputs.py::test_residual_connections",
    "hidden/test_gradients.py::test_gradients",
]


class SimpleConvNet(SimpleConvNet):
    def __init__(self, batch_norm=False, residual=False):
        super().__init__(batch_norm, residual)
        self.norm2 = self.norm1
