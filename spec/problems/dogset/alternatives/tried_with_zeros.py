"""A picture of zeros shows how many numbers the last layer gets; contiguous before view; one Sequential."""

import torch


class Dog_Classifier_FC(nn.Sequential):
    def __init__(self):
        super().__init__(nn.Linear(3 * 64**2, 128), nn.ReLU(), nn.Linear(128, 64), nn.ReLU(), nn.Linear(64, 10))


class Dog_Classifier_Conv(nn.Module):
    def __init__(self, kernel_size, stride):
        super().__init__()
        self.body = nn.Sequential(
            nn.Conv2d(3, 16, kernel_size=kernel_size[0], stride=stride[0]), nn.ReLU(), nn.MaxPool2d(2),
            nn.Conv2d(16, 32, kernel_size=kernel_size[1], stride=stride[1]), nn.ReLU(), nn.MaxPool2d(2),
        )
        with torch.no_grad():
            self.size = self.body(torch.zeros(1, 3, 64, 64)).numel()
        self.head = nn.Linear(self.size, 10)

    def forward(self, x):
        x = self.body(torch.permute(x, (0, 3, 1, 2)).contiguous())
        return self.head(x.view(-1, self.size))
