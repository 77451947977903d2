"""This is the result when forward changes its batch in place. Code outside still uses the same tensor."""

FAILS = [
    "hidden/test_outputs.py::test_pictures_do_not_see_each_other",
]


class BetterCNN(BetterCNN):
    def forward(self, x):
        x -= 0.5
        return super().forward(x)
