"""This is the result when the convolutions have no biases, with and without batch normalisation. Only a batch
normalisation makes up for them."""

FAILS = [
    "public/test_small_cnn.py::test_number_of_weights",
    "hidden/test_shapes.py::test_layers",
    "hidden/test_outputs.py::test_forward_pass",
    "hidden/test_gradients.py::test_gradients",
]


class SmallCNN(SmallCNN):
    def __init__(self, batch_norm=False):
        super().__init__(batch_norm)
        self.conv1 = nn.Conv2d(3, 64, 11, padding=5, bias=False)
        self.conv2 = nn.Conv2d(64, 128, 3, padding=1, bias=False)
        self.conv3 = nn.Conv2d(128, 128, 3, padding=1, bias=False)
