"""This is the result when an equal accuracy counts as risen."""

FAILS = [
    "public/test_stl10.py::test_stopping_worked_by_hand",
    "hidden/test_regularise.py::test_early_stopping",
    "hidden/test_fit.py::test_fit_stops_early",
]


class EarlyStopping:
    def __init__(self, patience=3):
        self.patience, self.best, self.waited = patience, None, 0

    def should_stop(self, accuracy):
        if self.best is None or accuracy >= self.best:
            self.best, self.waited = accuracy, 0
        else:
            self.waited += 1
        return self.waited >= self.patience
