"""This is the result when the second convolution has no activation."""

import torch

FAILS = [
    "hidden/test_outputs.py::test_conv_*",
    "hidden/test_gradients.py::test_conv_gradients",
]


class Dog_Classifier_Conv(nn.Module):
    def __init__(self, kernel_size, stride):
        super().__init__()
        self.first = nn.Conv2d(3, 16, kernel_size[0], stride=stride[0])
        self.second = nn.Conv2d(16, 32, kernel_size[1], stride=stride[1])
        self.pool = nn.MaxPool2d(2)
        self.last = nn.Linear(self.pool(self.second(self.pool(self.first(torch.zeros(1, 3, 64, 64))))).numel(), 10)

    def forward(self, x):
        x = x.permute(0, 3, 1, 2)
        x = self.pool(self.first(x).relu())
        x = self.pool(self.second(x))
        return self.last(x.flatten(1))
