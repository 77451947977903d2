"""This is the result when the first epoch counts against patience."""

FAILS = [
    "hidden/test_regularise.py::test_early_stopping",
    "hidden/test_fit.py::test_fit_stops_early",
]


class EarlyStopping:
    def __init__(self, patience=3):
        self.patience, self.best, self.waited = patience, None, 0

    def should_stop(self, accuracy):
        if self.best is not None and accuracy > self.best:
            self.best, self.waited = accuracy, 0
        else:
            self.waited += 1
            self.best = self.best or accuracy
        return self.waited >= self.patience
