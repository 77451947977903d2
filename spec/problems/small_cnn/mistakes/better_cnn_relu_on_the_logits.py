"""This is the result when a ReLU stands after the last layer of BetterCNN. The logits of unlikely classes should be negative."""

FAILS = [
    "hidden/test_shapes.py::test_better_cnn_is_deeper",
]


class BetterCNN(BetterCNN):
    def forward(self, x):
        return super().forward(x).relu()
