"""This is the result when there are two batch normalisations for three convolutions: one convolution has none, or two share
one, whose running averages then mix two layers."""

FAILS = [
    "public/test_small_cnn.py::test_number_of_weights_with_batch_norm",
    "hidden/test_shapes.py::test_batch_norm_layers",
    "hidden/test_outputs.py::test_batch_norm_in_training",
    "hidden/test_outputs.py::test_batch_norm_in_evaluation",
    "hidden/test_gradients.py::test_gradients",
]


class SmallCNN(SmallCNN):
    def __init__(self, batch_norm=False):
        super().__init__(batch_norm)
        self.norm3 = self.norm2
