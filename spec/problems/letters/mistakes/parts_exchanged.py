"""This is the result when the small part is for training and the large one for validation."""

FAILS = [
    "public/test_worked_examples.py::test_split_of_twenty",
    "hidden/test_outputs.py::test_split_sizes",
]


def split(x: np.ndarray, y: np.ndarray, fraction: float = 0.1, seed: int = 0) -> Any:
    generator = np.random.default_rng(seed)
    size = round(fraction * len(x))
    order = generator.permutation(len(x))
    return (x[order[:size]], y[order[:size]]), (x[order[size:]], y[order[size:]])
