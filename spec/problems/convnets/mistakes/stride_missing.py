"""This is the result when the third convolution moves by one pixel. The average over the map hides it: any size of
map gives 64 numbers."""

FAILS = [
    "hidden/test_outputs.py::test_simple_forward_pass",
    "hidden/test_outputs.py::test_batch_norm_in_training",
    "hidden/test_outputs.py::test_batch_norm_in_evaluation",
    "hidden/test_outputs.py::test_residual_connections",
    "hidden/test_gradients.py::test_gradients",
]


class SimpleConvNet(SimpleConvNet):
    def __init__(self, batch_norm=False, residual=False):
        super().__init__(batch_norm, residual)
        self.conv3.stride = (1, 1)
        if residual:
            self.shortcut.stride = (1, 1)
