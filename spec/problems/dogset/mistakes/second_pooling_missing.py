"""This is the result when only the first convolution is followed by pooling."""

import torch

FAILS = [
    "public/*::test_conv_*",
    "hidden/test_shapes.py::test_conv_layers",
    "hidden/test_outputs.py::test_conv_*",
    "hidden/test_outputs.py::test_pictures_do_not_see_each_other",
    "hidden/test_gradients.py::test_conv_gradients",
]


class Dog_Classifier_Conv(nn.Module):
    def __init__(self, kernel_size, stride):
        super().__init__()
        self.first = nn.Conv2d(3, 16, kernel_size[0], stride=stride[0])
        self.second = nn.Conv2d(16, 32, kernel_size[1], stride=stride[1])
        self.pool = nn.MaxPool2d(2)
        self.last = nn.Linear(self.second(self.pool(self.first(torch.zeros(1, 3, 64, 64)))).numel(), 10)

    def forward(self, x):
        x = x.permute(0, 3, 1, 2)
        x = self.pool(self.first(x).relu())
        x = (self.second(x).relu())
        return self.last(x.flatten(1))
