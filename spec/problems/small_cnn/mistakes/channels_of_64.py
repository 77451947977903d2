"""This is the result when all convolutions have 64 channels."""

FAILS = [
    "public/test_small_cnn.py::test_number_of_weights",
    "public/test_small_cnn.py::test_number_of_weights_with_batch_norm",
    "hidden/test_shapes.py::test_layers",
    "hidden/test_shapes.py::test_batch_norm_layers",
    "hidden/test_outputs.py::test_forward_pass",
    "hidden/test_outputs.py::test_batch_norm_in_training",
    "hidden/test_outputs.py::test_batch_norm_in_evaluation",
    "hidden/test_gradients.py::test_gradients",
]


class SmallCNN(SmallCNN):
    def __init__(self, batch_norm=False):
        super().__init__(batch_norm)
        self.conv2 = nn.Conv2d(64, 64, 3, padding=1)
        self.conv3 = nn.Conv2d(64, 64, 3, padding=1)
        if batch_norm:
            self.norm2, self.norm3 = nn.BatchNorm2d(64), nn.BatchNorm2d(64)
        self.fc = nn.Linear(64, 10)
