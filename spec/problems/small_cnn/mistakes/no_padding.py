"""This is the result without padding: the maps get smaller with every convolution, and the average covers fewer
places."""

FAILS = [
    "hidden/test_outputs.py::test_forward_pass",
    "hidden/test_outputs.py::test_batch_norm_in_training",
    "hidden/test_outputs.py::test_batch_norm_in_evaluation",
    "hidden/test_gradients.py::test_gradients",
]


class SmallCNN(SmallCNN):
    def __init__(self, batch_norm=False):
        super().__init__(batch_norm)
        for convolution in (self.conv1, self.conv2, self.conv3):
            convolution.padding = (0, 0)
