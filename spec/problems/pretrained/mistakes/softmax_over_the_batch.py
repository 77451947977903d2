"""This is the result when softmax runs over the batch: with one picture, every class gets the probability 1."""

FAILS = [
    "public/test_pretrained.py::test_worked_top_k",
    "hidden/test_top_k.py::test_random_networks",
    "hidden/test_top_k.py::test_indices_without_names",
    "hidden/test_top_k.py::test_evaluation_mode",
]


def top_k(model: nn.Module, image: Tensor, k: int = 3, names: Sequence[str] | None = None, right=top_k) -> list[tuple[Any, float]]:
    return [(name, 1.0) for name, _ in right(model, image, k, names)]
