"""This is the result when fit trains with Adam whatever the setting says."""

FAILS = [
    "hidden/test_fit.py::test_fit_takes_the_steps",
    "hidden/test_fit.py::test_fit_makes_batches",
]


class YourModel(YourModel):
    def fit(self, x, y, valid_x, valid_y, seed=0):
        self.optimizer = "adam"
        return super().fit(x, y, valid_x, valid_y, seed)
