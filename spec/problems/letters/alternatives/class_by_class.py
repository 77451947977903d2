"""Splits class by class with NumPy's older generator, rounding up in each class."""

import math


def split(x: np.ndarray, y: np.ndarray, fraction: float = 0.1, seed: int = 0) -> Any:
    generator = np.random.RandomState(seed)
    valid: list[int] = []
    for label in np.unique(y):
        of_class = generator.permutation(np.nonzero(y == label)[0])
        valid += of_class[: math.ceil(fraction * len(of_class))].tolist()
    train = np.setdiff1d(np.arange(len(x)), valid)
    return [x[train], y[train]], [x[valid], y[valid]]
