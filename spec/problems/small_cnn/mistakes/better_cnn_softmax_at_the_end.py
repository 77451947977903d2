"""This is the result when BetterCNN ends in a softmax. CrossEntropyLoss applies one itself."""

FAILS = [
    "hidden/test_shapes.py::test_better_cnn_is_deeper",
]


class BetterCNN(BetterCNN):
    def forward(self, x):
        return super().forward(x).softmax(dim=1)
