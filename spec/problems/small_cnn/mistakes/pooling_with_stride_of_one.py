"""This is the result when the windows of the pooling move by one pixel, so that they overlap."""

FAILS = [
    "hidden/test_outputs.py::test_forward_pass",
    "hidden/test_outputs.py::test_batch_norm_in_training",
    "hidden/test_outputs.py::test_batch_norm_in_evaluation",
    "hidden/test_gradients.py::test_gradients",
]


class SmallCNN(SmallCNN):
    def __init__(self, batch_norm=False):
        super().__init__(batch_norm)
        self.pool = nn.MaxPool2d(2, stride=1)
