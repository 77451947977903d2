"""Separate layers with other names, and functions for everything without weights."""

import torch.nn.functional as F


class Dog_Classifier_FC(nn.Module):
    def __init__(self):
        super(Dog_Classifier_FC, self).__init__()
        self.output = nn.Linear(64, 10)  # not in the order of use
        self.fc1 = nn.Linear(12288, 128)
        self.fc2 = nn.Linear(128, 64)

    def forward(self, input):
        input = F.relu(self.fc1(input))
        input = F.relu(self.fc2(input))
        return self.output(input)


class Dog_Classifier_Conv(nn.Module):
    def __init__(self, kernel_size, stride):
        super(Dog_Classifier_Conv, self).__init__()
        self.layer1 = nn.Conv2d(in_channels=3, out_channels=16, kernel_size=kernel_size[0], stride=stride[0])
        self.layer2 = nn.Conv2d(in_channels=16, out_channels=32, kernel_size=kernel_size[1], stride=stride[1])
        height, width = 64, 64
        for i in range(2):
            height = int((height - kernel_size[i][0]) / stride[i][0] + 1)
            width = int((width - kernel_size[i][1]) / stride[i][1] + 1)
            height, width = height // 2, width // 2
        self.fc = nn.Linear(32 * height * width, 10)

    def forward(self, input):
        input = input.permute(0, 3, 1, 2)
        input = F.max_pool2d(F.relu(self.layer1(input)), 2)
        input = F.max_pool2d(F.relu(self.layer2(input)), (2, 2))
        return self.fc(input.flatten(start_dim=1))
