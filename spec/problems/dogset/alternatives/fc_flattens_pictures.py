"""The fully connected network takes pictures only, and flattens them itself."""


class Dog_Classifier_FC(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc1 = nn.Linear(64 * 64 * 3, 128)
        self.fc2 = nn.Linear(128, 64)
        self.fc3 = nn.Linear(64, 10)

    def forward(self, x):
        n, height, width, channels = x.shape
        x = x.reshape(n, height * width * channels)
        return self.fc3(self.fc2(self.fc1(x).relu()).relu())
