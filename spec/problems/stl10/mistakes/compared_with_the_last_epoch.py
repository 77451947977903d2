"""Is each accuracy compared with the best so far, or with the one before?"""

FAILS = [
    "hidden/test_regularise.py::test_early_stopping",
]


class EarlyStopping:
    def __init__(self, patience=3):
        self.patience, self.best, self.waited = patience, None, 0

    def should_stop(self, accuracy):
        if self.best is None or accuracy > self.best:
            self.best, self.waited = accuracy, 0
        else:
            self.best = accuracy
            self.waited += 1
        return self.waited >= self.patience
