"""This is the result when the 3 x 3 convolutions are padded and the 11 x 11 one is not. How much padding does a
kernel need to keep the size of a map?"""

FAILS = [
    "hidden/test_outputs.py::test_forward_pass",
    "hidden/test_outputs.py::test_batch_norm_in_training",
    "hidden/test_outputs.py::test_batch_norm_in_evaluation",
    "hidden/test_gradients.py::test_gradients",
]


class SmallCNN(SmallCNN):
    def __init__(self, batch_norm=False):
        super().__init__(batch_norm)
        self.conv1.padding = (0, 0)
