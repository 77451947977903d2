"""This is the result when the channels are moved back to the end before the maps are flattened. Which axis comes first there?"""

FAILS = [
    "hidden/test_outputs.py::test_conv_forward_pass",
    "hidden/test_outputs.py::test_conv_kernels_and_strides",
    "hidden/test_gradients.py::test_conv_gradients",
]


class Dog_Classifier_Conv(Dog_Classifier_Conv):
    def forward(self, x):
        maps = self.pool(self.conv1(x.permute(0, 3, 1, 2)).relu())
        maps = self.pool(self.conv2(maps).relu())
        return self.fc(maps.permute(0, 2, 3, 1).flatten(1))
