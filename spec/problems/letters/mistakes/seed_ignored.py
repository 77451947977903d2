"""This is the result when a new random order is drawn for each call. Nobody can repeat such an experiment."""

FAILS = [
    "hidden/test_outputs.py::test_split_follows_its_seed",
]


def split(x: np.ndarray, y: np.ndarray, fraction: float = 0.1, seed: int = 0) -> Any:
    generator = np.random.default_rng()
    size = round(fraction * len(x))
    order = generator.permutation(len(x))
    return (x[order[size:]], y[order[size:]]), (x[order[:size]], y[order[:size]])
