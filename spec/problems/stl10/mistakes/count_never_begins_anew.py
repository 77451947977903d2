"""This is the result when a new best accuracy does not set the count back to zero."""

FAILS = [
    "public/test_stl10.py::test_stopping_worked_by_hand",
    "hidden/test_regularise.py::test_early_stopping",
]


class EarlyStopping:
    def __init__(self, patience=3):
        self.patience, self.best, self.waited = patience, None, 0

    def should_stop(self, accuracy):
        if self.best is None or accuracy > self.best:
            self.best = accuracy
        else:
            self.waited += 1
        return self.waited >= self.patience
