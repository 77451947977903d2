"""This is the result when the order is the same for every seed."""

FAILS = [
    "hidden/test_outputs.py::test_split_follows_its_seed",
]


def split(x: np.ndarray, y: np.ndarray, fraction: float = 0.1, seed: int = 0) -> Any:
    generator = np.random.default_rng(42)
    size = round(fraction * len(x))
    order = generator.permutation(len(x))
    return (x[order[size:]], y[order[size:]]), (x[order[:size]], y[order[:size]])
