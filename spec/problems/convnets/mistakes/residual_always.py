"""This is the result when the network has residual connections whatever residual is."""

FAILS = [
    "public/test_convnets.py::test_simple_conv_net",
    "public/test_convnets.py::test_weights_of_batch_norm",
    "hidden/test_shapes.py::test_simple_layers",
    "hidden/test_shapes.py::test_batch_norm_layers",
    "hidden/test_outputs.py::test_simple_forward_pass",
    "hidden/test_outputs.py::test_batch_norm_in_training",
    "hidden/test_outputs.py::test_batch_norm_in_evaluation",
]


class SimpleConvNet(SimpleConvNet):
    def __init__(self, batch_norm=False, residual=False):
        super().__init__(batch_norm, True)
