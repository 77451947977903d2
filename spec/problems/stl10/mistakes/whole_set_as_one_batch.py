"""This is the result when batch_size has no effect."""

FAILS = [
    "hidden/test_fit.py::test_fit_makes_batches",
    "hidden/test_accuracy.py::test_learns_pictures",
]


class YourModel(YourModel):
    def fit(self, x, y, valid_x, valid_y, seed=0):
        self.batch_size = len(x)
        return super().fit(x, y, valid_x, valid_y, seed)
