"""This is the result when the pictures are changed once, before the first epoch."""

FAILS = [
    "hidden/test_fit.py::test_augmentation_is_for_training",
    "hidden/test_fit.py::test_fit_follows_its_seed",
]


class YourModel(YourModel):
    def fit(self, x, y, valid_x, valid_y, seed=0):
        if self.is_augmentation:
            x = augment(x, torch.Generator().manual_seed(seed))
        self.is_augmentation = False
        return super().fit(x, y, valid_x, valid_y, seed)
