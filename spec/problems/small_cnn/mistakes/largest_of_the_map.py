"""This is the result when the last pooling takes the largest number of each map."""

FAILS = [
    "hidden/test_outputs.py::test_forward_pass",
    "hidden/test_outputs.py::test_batch_norm_in_training",
    "hidden/test_outputs.py::test_batch_norm_in_evaluation",
    "hidden/test_gradients.py::test_gradients",
]


class SmallCNN(SmallCNN):
    def forward(self, x):
        maps = self.pool(self.norm1(self.conv1(x)).relu())
        maps = self.norm2(self.conv2(maps)).relu()
        maps = self.norm3(self.conv3(maps)).relu()
        return self.fc(maps.amax(dim=(2, 3)))
