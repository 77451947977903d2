"""This is the result when examples are drawn with repetition. An example must be in one part, once."""

FAILS = [
    "hidden/test_outputs.py::test_split_uses_every_example_once",
]


def split(x: np.ndarray, y: np.ndarray, fraction: float = 0.1, seed: int = 0) -> Any:
    generator = np.random.default_rng(seed)
    size = round(fraction * len(x))
    order = generator.integers(len(x), size=len(x))
    return (x[order[size:]], y[order[size:]]), (x[order[:size]], y[order[:size]])
