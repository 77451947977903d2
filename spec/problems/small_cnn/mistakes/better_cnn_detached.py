"""This is the result when the maps are cut off from their history before the linear layer. Only that layer learns
then."""

FAILS = [
    "hidden/test_gradients.py::test_better_cnn_gradients",
]


class BetterCNN(BetterCNN):
    def forward(self, x):
        return self.fc(self.features(x).mean(dim=(2, 3)).detach())
