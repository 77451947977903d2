"""This is the result when the network normalises whatever batch_norm is."""

FAILS = [
    "public/test_small_cnn.py::test_number_of_weights",
    "hidden/test_shapes.py::test_layers",
    "hidden/test_outputs.py::test_forward_pass",
    "hidden/test_gradients.py::test_gradients",
]


class SmallCNN(SmallCNN):
    def __init__(self, batch_norm=False):
        super().__init__(True)
