"""This is the result when dropout is active in evaluation mode. Two calls with the same pictures then give
different logits."""

FAILS = [
    "hidden/test_outputs.py::test_pictures_do_not_see_each_other",
]


class BetterCNN(BetterCNN):
    def forward(self, x):
        maps = nn.functional.dropout(self.features(x), 0.5)
        return self.fc(maps.mean(dim=(2, 3)))
