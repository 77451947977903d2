"""This is the result when the network ends in a softmax. The loss of this homework applies one itself."""

FAILS = [
    "hidden/test_outputs.py::test_forward_pass",
    "hidden/test_outputs.py::test_batch_norm_in_training",
    "hidden/test_outputs.py::test_batch_norm_in_evaluation",
    "hidden/test_gradients.py::test_gradients",
    "hidden/test_accuracy.py::test_learns_stripes",
]


class SmallCNN(SmallCNN):
    def forward(self, x):
        maps = self.pool(self.norm1(self.conv1(x)).relu())
        maps = self.norm2(self.conv2(maps)).relu()
        maps = self.norm3(self.conv3(maps)).relu()
        return self.fc(maps.mean(dim=(2, 3))).softmax(dim=1)
