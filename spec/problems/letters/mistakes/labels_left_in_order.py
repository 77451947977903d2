"""This is the result when the inputs are shuffled and the labels are not."""

FAILS = [
    "hidden/test_outputs.py::test_split_follows_its_seed",
    "hidden/test_outputs.py::test_split_is_random",
    "hidden/test_outputs.py::test_split_sizes",
    "hidden/test_outputs.py::test_split_uses_every_example_once",
]


def split(x: np.ndarray, y: np.ndarray, fraction: float = 0.1, seed: int = 0) -> Any:
    generator = np.random.default_rng(seed)
    size = round(fraction * len(x))
    order = generator.permutation(len(x))
    return (x[order[size:]], y[size:]), (x[order[:size]], y[:size])
