"""This is the result when all numbers of the last maps reach the linear layer. Which step of the table comes before
it?"""

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
        self.fc = nn.Linear(128 * 16 * 16, 10)

    def forward(self, x):
        maps = self.pool(self.norm1(self.conv1(x)).relu())
        maps = self.norm2(self.conv2(maps)).relu()
        maps = self.norm3(self.conv3(maps)).relu()
        return self.fc(maps.flatten(1))
