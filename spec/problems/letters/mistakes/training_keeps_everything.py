"""This is the result when the validation part is drawn and the training part is still the whole set."""

FAILS = [
    "public/test_worked_examples.py::test_split_of_twenty",
    "hidden/test_outputs.py::test_split_uses_every_example_once",
]


def split(x: np.ndarray, y: np.ndarray, fraction: float = 0.1, seed: int = 0) -> Any:
    generator = np.random.default_rng(seed)
    size = round(fraction * len(x))
    chosen = generator.permutation(len(x))[:size]
    return (x, y), (x[chosen], y[chosen])
