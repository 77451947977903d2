"""This is the result without the max-pooling. The average over the map hides it: any size of map gives 128
numbers."""

FAILS = [
    "hidden/test_outputs.py::test_forward_pass",
    "hidden/test_outputs.py::test_batch_norm_in_training",
    "hidden/test_outputs.py::test_batch_norm_in_evaluation",
    "hidden/test_gradients.py::test_gradients",
]


class SmallCNN(SmallCNN):
    def forward(self, x):
        maps = self.norm1(self.conv1(x)).relu()
        maps = self.norm2(self.conv2(maps)).relu()
        maps = self.norm3(self.conv3(maps)).relu()
        return self.fc(maps.mean(dim=(2, 3)))
