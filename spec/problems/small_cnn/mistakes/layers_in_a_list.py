"""This is the result when the convolutions are in a plain Python list. PyTorch does not look into lists, so the
optimizer never gets their weights."""

FAILS = [
    "public/test_small_cnn.py::test_number_of_weights",
    "public/test_small_cnn.py::test_number_of_weights_with_batch_norm",
    "hidden/test_shapes.py::test_layers",
    "hidden/test_shapes.py::test_batch_norm_layers",
    "hidden/test_outputs.py::test_forward_pass",
    "hidden/test_outputs.py::test_batch_norm_in_training",
    "hidden/test_outputs.py::test_batch_norm_in_evaluation",
    "hidden/test_gradients.py::test_gradients",
    "hidden/test_accuracy.py::test_learns_stripes",
    "hidden/test_real_cifar.py::test_small_cnn_on_cifar",
    "hidden/test_real_cifar.py::test_batch_norm_on_cifar",
]


class SmallCNN(SmallCNN):
    def __init__(self, batch_norm=False):
        super().__init__(batch_norm)
        self.convolutions = [self.conv1, self.conv2, self.conv3]
        del self.conv1, self.conv2, self.conv3

    def forward(self, x):
        maps = self.pool(self.norm1(self.convolutions[0](x)).relu())
        maps = self.norm2(self.convolutions[1](maps)).relu()
        maps = self.norm3(self.convolutions[2](maps)).relu()
        return self.fc(maps.mean(dim=(2, 3)))
