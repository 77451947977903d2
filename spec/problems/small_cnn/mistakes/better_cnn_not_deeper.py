"""This is the result when BetterCNN has no more convolutions than SmallCNN."""

FAILS = [
    "hidden/test_shapes.py::test_better_cnn_is_deeper",
]


class BetterCNN(BetterCNN):
    def __init__(self):
        super().__init__()
        layers = [nn.Conv2d(3, 64, 5, padding=2), nn.ReLU(), nn.MaxPool2d(2), nn.Conv2d(64, 128, 3, padding=1), nn.ReLU()]
        self.features = nn.Sequential(*layers, nn.MaxPool2d(2), nn.Conv2d(128, 128, 3, padding=1), nn.ReLU())
