"""This is the result when is_augmentation has no effect."""

FAILS = [
    "hidden/test_fit.py::test_augmentation_is_for_training",
    "hidden/test_fit.py::test_fit_follows_its_seed",
]


class YourModel(YourModel):
    def fit(self, x, y, valid_x, valid_y, seed=0):
        self.is_augmentation = False
        return super().fit(x, y, valid_x, valid_y, seed)
