"""This is the result when both parts are drawn on their own. Some examples are then in both, others in none."""

FAILS = [
    "hidden/test_outputs.py::test_split_uses_every_example_once",
]


def split(x: np.ndarray, y: np.ndarray, fraction: float = 0.1, seed: int = 0) -> Any:
    generator = np.random.default_rng(seed)
    size = round(fraction * len(x))
    train, valid = generator.permutation(len(x))[size:], generator.permutation(len(x))[:size]
    return (x[train], y[train]), (x[valid], y[valid])
